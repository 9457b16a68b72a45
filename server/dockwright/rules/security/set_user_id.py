"""`set-user-id`: a file with the set-user-ID bit, which runs with the permissions of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.modes import mode_option
from dockwright.findings.shell.run_commands import commands, in_run
from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step

_OCTAL = pattern(r"0?[4567][0-7]{3}\Z")
_SYMBOLIC = pattern(r"(?:[ugoa]*[-+=][rwxXst]*,)*(?:[goa]*u[ugoa]*|a[ugo]*|)[+=][rwxX]*s[rwxXst]*(?:,.*)?\Z")
_NEED_IT = frozenset(
    [
        "bwrap",
        "chfn",
        "chrome-sandbox",
        "chrome_sandbox",
        "chsh",
        "fusermount",
        "fusermount3",
        "gpasswd",
        "mount",
        "newgidmap",
        "newgrp",
        "newuidmap",
        "passwd",
        "ping",
        "ping6",
        "su",
        "sudo",
        "umount",
    ]
)
"""Programs that need the bit to work."""
_GIVE_A_SHELL = frozenset(
    """
    ash bash busybox cp dash dd env find gdb ksh less more mv nano node perl php python python2 python3 ruby sed sh
    tar tee vi vim xargs zsh
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Programs that run any command or write any file for who calls them."""


@rule("set-user-id", Severity.WARNING, groups=("security",), on=("RUN", "ONBUILD", "COPY", "ADD"))
def set_user_id(step: Step) -> Iterator[Finding]:
    """A mode with the set-user-ID bit; the set-group-ID bit is common on folders."""
    found = step.instruction
    if found.name in ("COPY", "ADD"):
        flag = found.flag("chmod")
        if flag and flag.value and _sets_it(flag.value):
            yield Finding(flag.value_span, _message(flag.value), at_most=Severity.INFORMATION)
        return
    if "chmod" in found.unit.text:
        yield from in_run(step, _of_chmod)
    if "install" in found.unit.text:
        yield from in_run(step, _of_install)


def _sets_it(mode: str) -> bool:
    return bool(_OCTAL.match(mode) or _SYMBOLIC.match(mode))


def _message(mode: str) -> str:
    return f"Mode `{mode}` gives everyone who runs this file its owner's rights; give them to one user instead"


def _of_chmod(body: Body) -> Iterator[Note]:
    for command in commands(body):
        words = [word for word in command.arguments if not re.match(r"-[Rfvch]+\Z|--", value(word))]
        if command.name != "chmod" or len(words) < 2:
            continue
        mode = value(words[0])
        names = {value(word).rstrip("/").rpartition("/")[2] for word in words[1:]}
        if _sets_it(mode) and not names <= _NEED_IT:
            yield Note(words[0].span, _message(mode), mild=not names & _GIVE_A_SHELL)


def _of_install(body: Body) -> Iterator[Note]:
    for command in commands(body):
        mode = mode_option(command) if command.name == "install" else None
        if mode and _sets_it(mode[1]):
            names = {value(word).rstrip("/").rpartition("/")[2] for word in command.arguments[-2:]}
            if not names & _NEED_IT:
                yield Note(mode[0], _message(mode[1]), mild=not names & _GIVE_A_SHELL)
