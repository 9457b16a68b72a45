"""`set-user-id`: a file with the set-user-ID bit, which runs with the permissions of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
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


@rule("set-user-id", Severity.INFORMATION, groups=("security",), on=("RUN", "ONBUILD", "COPY", "ADD"))
def set_user_id(step: Step) -> Iterator[Finding]:
    """A mode with the set-user-ID bit; the set-group-ID bit is common on folders."""
    found = step.instruction
    if found.name in ("COPY", "ADD"):
        flag = found.flag("chmod")
        if flag and flag.value and _OCTAL.match(flag.value):
            yield Finding(flag.value_span, _message(flag.value))
        return
    if "chmod" in found.unit.text:
        yield from in_run(step, _of_chmod)


def _message(mode: str) -> str:
    return f"Mode `{mode}` gives everyone who runs this file its owner's rights; give them to one user instead"


def _of_chmod(body: Body) -> Iterator[Note]:
    for command in commands(body):
        words = [word for word in command.arguments if not re.match(r"-[Rfvch]+\Z|--", value(word))]
        if command.name != "chmod" or len(words) < 2:
            continue
        mode = value(words[0])
        names = {value(word).rstrip("/").rpartition("/")[2] for word in words[1:]}
        if (_OCTAL.match(mode) or _SYMBOLIC.match(mode)) and not names <= _NEED_IT:
            yield Note(words[0].span, _message(mode))
