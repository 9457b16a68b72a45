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
from dockwright.rules.security._disabled_checks import switched_off
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Placed, Simple, Word, unwrapped

_HTTP = pattern(r"[\"']?http://(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?=[/:\"']|\Z)")
_PRIVATE = pattern(
    r"(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.[\d.]*\Z|.*\.(?:local|internal|lan|test|localhost)\Z"
)
_SHELLS = ("sh", "bash", "ash", "dash", "zsh", "ksh", "python", "python2", "python3", "perl", "ruby", "node", "php")
_INSTALLERS = ("deb", "rpm", "apk", "python", "node", "ruby")


@rule(
    "clear-text-download",
    Severity.WARNING,
    groups=("security",),
    on=("RUN", "ONBUILD", "ENV", "ARG", "COPY", "ADD"),
)
def clear_text_download(step: Step) -> Iterator[Finding]:
    """A program, a key or packages taken without encryption."""
    if "http" in step.instruction.unit.text:
        yield from in_run(step, _found)
        yield from switched_off(step, INDEXES)


def _found(body: Body) -> Iterator[Note]:
    if "http://" not in body.text or CHECKS.search(body.text):
        return
    found = list(placed(body.script))
    for index, one in enumerate(found):
        command = unwrapped(one.command)
        for word in command.arguments:
            if _is_foreign(word) and _runs(command, word, found, index):
                message = "This is downloaded without encryption and run, so an attacker can replace it; use `https`"
                yield Note(word.span, message)
            elif _is_foreign(word) and _brings_key(command, word, found, index):
                yield Note(
                    word.span, "This key is downloaded without encryption, so an attacker can replace it; use `https`"
                )


def _is_foreign(word: Word) -> bool:
    match = _HTTP.match(word.text)
    return bool(match) and not _PRIVATE.match(match["host"] if match else "")


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
        return (
            index > 0
            and found[index - 1].command.name in (*_SHELLS, "eval")
            and "-c" in map(value, found[index - 1].command.arguments)
        )
    if index + 1 < len(found) and found[index + 1].place.pipe_index == place.pipe_index + 1:
        return _reads_program(unwrapped(found[index + 1].command))
    path = saved_as(command, word, name)
    return bool(path) and any(_starts(unwrapped(one.command), path) for one in found[index + 1 :])


def _brings_key(command: Simple, word: Word, found: list[Placed], index: int) -> bool:
    """Whether a download is a key of a package repository."""
    name = program(command)
    if name == "rpm":
        return any(value(one) == "--import" for one in command.arguments)
    if name == "apt-key":
        return any(value(one) == "--fetch-keys" for one in command.arguments)
    place = found[index].place
    if name not in ("curl", "wget") or index + 1 >= len(found):
        return False
    after = unwrapped(found[index + 1].command)
    words = {value(one) for one in after.arguments}
    if found[index + 1].place.pipe_index == place.pipe_index + 1:
        return program(after) == "apt-key" or (program(after) == "gpg" and bool(words & {"--import", "--dearmor"}))
    path = saved_as(command, word, name)
    return bool(path) and program(after) == "apt-key" and any(one.rpartition("/")[2] == path for one in words)


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
