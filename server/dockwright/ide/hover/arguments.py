"""Hover for arguments: ports, signals, keys of labels and variables, and the command line of a stage."""

from __future__ import annotations

import re
import shlex

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Hover
from dockwright.image.starting.command_line import Part, command_line
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction

_PORT = re.compile(r"(?P<first>[0-9]{1,5})(?:-(?P<last>[0-9]{1,5}))?(?:/(?P<protocol>[A-Za-z]+))?\Z")
_PUBLISHED = """\
EXPOSE opens nothing; it notes where the program listens.

- `docker run -p 8080:{port}` makes it port 8080 of the host, exposed or not.
- `docker run -P` gives every exposed port a free port of the host.
- Containers in one network reach all of each other's ports without it."""


def argument_at(step: Step, instruction: Instruction, offset: int) -> Hover | None:
    """The meaning of the argument at `offset`."""
    token = next((token for token in instruction.arguments if token.span.touches(offset)), None)
    if token is None:
        return None
    text: str | None = None
    if instruction.name == "EXPOSE":
        text = _ports(step.before.expand(token.value, instruction.unit.escape))
    elif instruction.name == "STOPSIGNAL":
        text = _signal(step.before.expand(token.value, instruction.unit.escape))
    elif instruction.name == "LABEL" and token in instruction.arguments[::2]:
        about = pages.table("labels").get(token.value.strip("\"'"))
        text = f"**{token.value}**: {about}" if about else None
    return Hover(token.span, text) if text else None


def environment(name: str) -> str:
    """What programs use a variable for; empty if it is not well known."""
    facts = pages.table("environment").get(name)
    return f"{name}: {facts['about']}." if facts else ""


def command(snapshot: Snapshot, stage: Stage) -> str:
    """The command line of containers of a stage, and the origin of each part."""
    found = command_line(stage)
    if not found.words:
        return ""
    before = "" if found.known else "… "
    lines = [f"A container of this stage runs `{before}{shlex.join(found.words)}`:", ""]
    if not found.known:
        lines.append("- …: the ENTRYPOINT of the base image, if it has one")
    for name, part in (("ENTRYPOINT", found.entrypoint), ("CMD", found.cmd)):
        if part and (name == "ENTRYPOINT" or not found.ignores_cmd):
            lines.append(f"- `{shlex.join(part.words)}`: {name}, {_place(snapshot, part)}")
    if found.ignores_cmd:
        lines.append("- CMD and arguments of `docker run` are ignored, as ENTRYPOINT is in shell form.")
    elif found.entrypoint:
        lines.append("- Arguments of `docker run` replace CMD.")
    else:
        lines.append("- A command given to `docker run` replaces it.")
    return "\n".join(lines)


def _place(snapshot: Snapshot, part: Part) -> str:
    if part.step is None:
        return "from the base image"
    return f"line {snapshot.text.line_of(part.step.instruction.keyword.span.start) + 1}"


def _ports(value: str | None) -> str | None:
    match = _PORT.match(value or "")
    if match is None:
        return None
    port, protocol = match["first"], (match["protocol"] or "tcp").lower()
    usual = pages.table("ports").get(str(int(port)))
    head = f"**{port}{'-' + match['last'] if match['last'] else ''}/{protocol}**"
    return f"{head}{': ' + usual if usual and not match['last'] else ''}\n\n{_PUBLISHED.format(port=port)}"


def _signal(value: str | None) -> str | None:
    signals = pages.table("signals")
    name = (value or "").upper()
    for known, facts in signals.items():
        if name in (known, known.removeprefix("SIG"), str(facts["number"])):
            return f"**{known}** ({facts['number']}) {facts['about']}."
    return None
