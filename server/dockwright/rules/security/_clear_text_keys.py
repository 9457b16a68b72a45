"""Keys of package repositories that come without encryption."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.shell.run_commands import program, saved_at
from dockwright.image.run_body import Note, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments
from dockwright.syntax.shell import Placed, Simple, Word, unwrapped

KEY = "This key is downloaded without encryption, so an attacker can replace it; use `https`"
CHECKS_KEYS = pattern(
    r"\b(?:sha\d*sum|md5sum|shasum|b2sum|openssl|checksum)\b|sha256|--(?:show-keys|(?:with-)?fingerprint|verify)\b"
)
"""That a RUN compares a key with a hash or a fingerprint."""
_PLACE = pattern(
    r"/etc/apt/(?:keyrings|trusted\.gpg)|/usr/(?:share|local/share)/(?:keyrings|ca-certificates)/|/etc/apk/keys"
    r"|/etc/pki/(?:rpm-gpg|ca-trust)"
)
_ID = pattern(r"(?:[0-9a-f]{8}){1,2}")
_RECEIVE = ("--recv-keys", "--recv-key", "--receive-keys", "--recv")
_GPG = ("gpg", "gpg2")


def is_key_place(path: str) -> bool:
    """Whether a package manager or the system trusts what is in a file or folder."""
    return _PLACE.match(path) is not None


def brings_key(command: Simple, word: Word, found: list[Placed], index: int) -> bool:
    """Whether a download is a key that is trusted from then on."""
    name = program(command)
    if name == "rpm":
        return any(value(one) == "--import" for one in command.arguments)
    if name == "apt-key":
        return any(value(one) == "--fetch-keys" for one in command.arguments)
    if name not in ("curl", "wget"):
        return False
    place, rest = found[index].place, found[index + 1 :]
    if rest and rest[0].place.pipe_index == place.pipe_index + 1:
        after = unwrapped(rest[0].command)
        return _trusts(after) or (after.name == "tee" and any(is_key_place(value(one)) for one in after.arguments))
    path = saved_at(found[index].command if command.name == found[index].command.name else command, word, name)
    return bool(path) and (
        is_key_place(path) or any(_trusts(unwrapped(one.command), path.rpartition("/")[2]) for one in rest)
    )


def _trusts(command: Simple, path: str = "") -> bool:
    """Whether a command adds a key, that of a file or of its input."""
    words = [value(one) for one in command.arguments]
    if path and path not in (word.rpartition("/")[2] for word in words):
        return False
    name = program(command)
    takes = name == "apt-key" or (name in _GPG and bool({"--import", "--dearmor"} & {*words}))
    return takes or (name == "rpm" and "--import" in words)


def asked_by_short_id(command: Simple) -> Iterator[Note]:
    """Keys named by a part of the fingerprint: 8 digits never name one key; 16 do not if a server sends it in clear."""
    if program(command) not in (*_GPG, "apt-key"):
        return
    given = arguments(command.arguments, ("--keyserver", "--keyserver-options", "--homedir", "--keyring"))
    server = (given.value("--keyserver") or "").strip("\"'")
    for word in given.operands if given.has(*_RECEIVE) else ():
        digits = value(word).lower().removeprefix("0x")
        if _ID.fullmatch(digits) and len(digits) == 8:
            yield Note(word.span, "Anyone can make a key with this short ID; give all 40 digits of the fingerprint")
        elif _ID.fullmatch(digits) and server.startswith(("hkp://", "http://")):
            message = "Without encryption, another key may come for this ID; give the fingerprint, or use `hkps`"
            yield Note(word.span, message)
