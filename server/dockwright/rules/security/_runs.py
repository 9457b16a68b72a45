"""The commands of a RUN that rules about security look at, in shell form and as an array."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator

from dockwright.findings.finding import Finding
from dockwright.findings.shell.in_shell import in_shell
from dockwright.image.run_body import Body, Note
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Placed, Script, Simple, nested_script, unwrapped
from dockwright.text import Span

_LOCAL = ("localhost", "127.", "[::1]", "0.0.0.0", "host.docker.internal")


def in_run(step: Step, check: Callable[[Body], Iterable[Note]]) -> Iterator[Finding]:
    """The findings of a check in shell text, or in the command of an array, which gets no fixes."""
    unit, start = step.instruction.unit.inner or step.instruction.unit, step.instruction.start
    if not unit.is_json or unit.name != "RUN":
        yield from in_shell(step, check)
        return
    words = [shlex.quote(token.value) for token in unit.arguments]
    for note in check(Body(" ".join(words))):
        index, end = 0, len(words[0]) if words else 0
        while index + 1 < len(words) and note.span.start > end:
            index += 1
            end += 1 + len(words[index])
        yield Finding(unit.arguments[index].span.shifted(start), note.message, alias=note.alias)


def placed(script: Script) -> Iterator[Placed]:
    """Every simple command, those of `sh -c '...'`, too, instead of the shell that runs them."""
    for one in script.simple_commands():
        nested = nested_script(unwrapped(one.command))
        if nested:
            yield from placed(nested)
        else:
            yield one


def commands(body: Body) -> Iterator[Simple]:
    """The same, without sudo, env and the like."""
    return (unwrapped(one.command) for one in placed(body.script))


def program(command: Simple) -> str:
    """The package manager that a command runs, or the program without its folder."""
    call = invocation(command)
    return call.manager.name if call else (command.name or "").rpartition("/")[2]


def is_local(address: str) -> bool:
    """Whether a URL or a host is that of the machine itself."""
    host = address.strip("\"'").partition("://")[2] or address.strip("\"'")
    return host.rpartition("@")[2].startswith(_LOCAL)


def without(command: Simple, span: Span) -> Span:
    """What to take out of a command to leave out some of its words, with the blanks before them."""
    return Span(max(word.span.end for word in command.words if word.span.end < span.start), span.end)
