"""`clear-text-download`: a download over plain http that is run or installed without verification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import CHECKS, in_run, placed, program, saved_as
from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.rules.security._clear_text_indexes import INDEXES
from dockwright.rules.security._clear_text_keys import CHECKS_KEYS, KEY, asked_by_short_id, brings_key, is_key_place
from dockwright.rules.security._disabled_checks import switched_off
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.copying import GIT
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import Placed, Simple, Word, unwrapped

_HINT = pattern(r"http|git://|--rec(?:v|eive)")
_CLEAR = pattern(r"(?:http|git)://|--rec(?:v|eive)")
_RUN = "This is downloaded without encryption and run, so an attacker can replace it; use `https`"
_ADDED = "This is downloaded without encryption, so an attacker can replace it; use `https` or `--checksum`"
_CLONED = "This is cloned without encryption, so an attacker can replace it; use `https`"
_MAKES_RUN = pattern(r"[0-7]?[0-7]*[1357][0-7]*\Z|[ugoa]*\+[rwX]*x")
_PRIVATE = pattern(
    r"(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.[\d.]*\Z|.*\.(?:local|internal|lan|test|localhost)\Z"
)
_SHELLS = ("sh", "bash", "ash", "dash", "zsh", "ksh", "python", "python2", "python3", "perl", "ruby", "node", "php")
_ADDRESS = pattern(r"[\"']?(?:git\+)?(?:http|git)://(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?=[/:\"']|\Z)")
_EXACT = pattern(r"\b(?:checkout|reset|switch)\b[^\n;&|]*\b[0-9a-f]{40}\b|\bverify-(?:tag|commit)\b|\btag[ \t]+-v\b")
"""That a RUN goes to one commit of what it cloned, or checks who signed it."""
_PROGRAMS = (".sh", ".jar", ".deb", ".rpm", ".apk", ".whl", ".py", ".pl", ".exe", ".phar")
_INSTALLERS = ("deb", "rpm", "apk", "python", "node", "ruby")


@rule(
    "clear-text-download",
    Severity.WARNING,
    groups=("security",),
    on=("RUN", "ONBUILD", "ENV", "ARG", "COPY", "ADD"),
)
def clear_text_download(step: Step) -> Iterator[Finding]:
    """A program, a key or packages taken without encryption."""
    text = step.instruction.unit.text
    if _HINT.search(text):
        found = step.instruction.inner or step.instruction
        yield from _added(found) if found.name == "ADD" else in_run(step, _found)
        yield from switched_off(step, INDEXES)


def _added(found: Instruction) -> Iterator[Finding]:
    """What an ADD downloads, if it is to be run: by its name, its mode or its place."""
    words = found.arguments
    if found.flag("checksum") or len(words) < 2 or found.unit.is_json:
        return
    mode, target = found.flag("chmod"), words[-1].value
    for token in words[:-1]:
        if GIT.match(token.value) and token.value.startswith(("http://", "git://")):
            if not re.search(r"#[0-9a-f]{40}\b", token.value) and _is_foreign(token.value):
                yield Finding(token.span, _CLONED)
        elif _is_foreign(token.value):
            if is_key_place(target):
                yield Finding(token.span, KEY)
            elif (mode and mode.value and _MAKES_RUN.match(mode.value)) or _is_program(token.value, target):
                yield Finding(token.span, _ADDED)


def _is_program(url: str, target: str) -> bool:
    name = url.partition("?")[0].rpartition("/")[2].lower()
    return name.endswith(_PROGRAMS) or bool(re.search(r"/s?bin(?:/[^/.]*)?\Z", target))


def _found(body: Body) -> Iterator[Note]:
    if not _CLEAR.search(body.text):
        return
    checked = bool(CHECKS.search(body.text))
    found = list(placed(body.script))
    for index, one in enumerate(found):
        command = unwrapped(one.command)
        yield from asked_by_short_id(command)
        for word in command.arguments:
            if not _is_foreign(word.text):
                continue
            if _is_cloned(command, word):
                if not checked and not _EXACT.search(body.text):
                    yield Note(word.span, _CLONED)
            elif not checked and _runs(command, word, found, index):
                yield Note(word.span, _RUN)
            elif brings_key(command, word, found, index) and not CHECKS_KEYS.search(body.text):
                yield Note(word.span, KEY)


def _is_foreign(text: str) -> bool:
    match = _ADDRESS.match(text)
    return match is not None and not _PRIVATE.match(match["host"])


def _is_cloned(command: Simple, word: Word) -> bool:
    operands = arguments(command.arguments, ("-c", "-C")).operands if program(command) == "git" else ()
    return any(value(one) == "clone" for one in operands[:1]) and word in operands


def _runs(command: Simple, word: Word, found: list[Placed], index: int) -> bool:
    name = program(command)
    call = invocation(command)
    if call and call.action == "install":
        return call.manager.family in _INSTALLERS and any(package.word is word for package in call.packages)
    if name == "rpm":
        return any(re.match(r"-[a-zA-Z]*[iUF]|--(?:install|upgrade)\Z", value(one)) for one in command.arguments)
    if name not in ("curl", "wget"):
        return False
    place = found[index].place
    if place.substitution:
        reader = unwrapped(found[index - 1].command) if index else None
        if reader is None or reader.name not in (*_SHELLS, "eval", "source", "."):
            return False
        return reader.name == "eval" or any(one.text == "-c" or one.text[:2] == "<(" for one in reader.arguments)
    if index + 1 < len(found) and found[index + 1].place.pipe_index == place.pipe_index + 1:
        return _reads_program(unwrapped(found[index + 1].command))
    path = saved_as(found[index].command if command.name == name else command, word, name)
    return bool(path) and any(_starts(unwrapped(one.command), path) for one in found[index + 1 :])


def _reads_program(command: Simple) -> bool:
    """Whether a command after a pipe runs its input."""
    words = [value(one) for one in command.arguments]
    return program(command) in _SHELLS and (not words or words[0] in ("-", "-s", "-x", "-e", "-ex", "/dev/stdin"))


def _starts(command: Simple, path: str) -> bool:
    """Whether a command runs or installs a file with this name."""
    name = command.name or ""
    words = [value(one).rpartition("/")[2] for one in command.arguments]
    if name.rpartition("/")[2] == path and "/" in name:
        return True
    if path not in words:
        return False
    if name in (*_SHELLS, ".", "source"):
        return words.index(path) == 0 or all(one.startswith("-") for one in words[: words.index(path)])
    if name == "chmod":
        return bool(re.match(r"[ugoa]*\+[rwX]*x|[0-7]?[0-7]*[1357][0-7]*\Z", words[0]))
    if name in ("dpkg", "rpm"):
        return any(re.match(r"-[a-zA-Z]*[iUF]|--(?:install|upgrade)\Z", one) for one in words)
    call = invocation(command)
    if name == "java":
        return "-jar" in words
    return call is not None and call.action == "install" and call.manager.family in _INSTALLERS
