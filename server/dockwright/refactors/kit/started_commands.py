"""The commands of CMD, ENTRYPOINT, RUN and HEALTHCHECK, also under ONBUILD."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from dockwright.findings.forms.reparse import reread
from dockwright.image.starting.command_line import command_line
from dockwright.refactors.kit.selection import is_windows
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import DEFAULT_SHELL
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Edit, Span

NAMES = ("CMD", "ENTRYPOINT", "RUN", "HEALTHCHECK")
_PROGRAM = re.compile(r"(?:(?:/usr)?/bin/)?(?:busybox )?(?:sh|bash|ash|dash)\Z")
_OPTIONS = re.compile(r"(?:-(?:[eux]+|[eux]*o pipefail) )*-(?:[eux]*c|[eux]*o pipefail -c)\Z")


class Command(NamedTuple):
    """The command of an instruction: its text in shell form, or its words in exec form."""

    unit: Unit
    """The whole instruction."""
    name: str
    """CMD, ENTRYPOINT, RUN or HEALTHCHECK; under ONBUILD that of the inner instruction."""
    text: str
    start: int
    """Offset of the text in the joined line."""
    words: tuple[Token, ...] | None

    def source(self, start: int, end: int) -> Span:
        """Convert a range of the text to a range in the source, from the start of the unit."""
        return self.unit.joined.span(self.start + start, self.start + end)


def command_of(unit: Unit) -> Command | None:
    """The command of a valid instruction; None if it has none, or heredocs."""
    found = unit.inner or unit
    tokens = found.arguments
    if found.name not in NAMES or unit.problems or unit.heredocs or not (tokens or found.is_json):
        return None
    if found.name == "HEALTHCHECK":
        if tokens[0].value.upper() != "CMD" or not (tokens[1:] or found.is_json):
            return None
        start = found.joined.offset(tokens[0].span.end - 1) + 1
        tokens = tokens[1:]
    else:
        start = found.rest
    line = found.joined.string
    start += len(line[start:]) - len(line[start:].lstrip())
    return Command(unit, found.name, line[start:].rstrip(), start, tokens if found.is_json else None)


def rewritten(command: Command, edits: tuple[Edit, ...], is_right: Callable[[Command], bool]) -> tuple[Edit, ...] | str:
    """The edits, if their result is valid and the rest of the instruction is unchanged."""
    new = reread(command.unit, edits)
    found = command_of(new) if new else None
    same = new and found and found.name == command.name and _flags(new) == _flags(command.unit)
    return edits if same and found and is_right(found) else "BuildKit would read the result as other words"


def values(command: Command) -> tuple[str, ...]:
    """The words of exec form; none in shell form."""
    return tuple(token.value for token in command.words or ())


def json_words(words: tuple[str, ...]) -> str:
    """Words as a readable JSON array."""
    return json.dumps(list(words), ensure_ascii=False)


def reads_plainly(shell: tuple[str, ...]) -> bool:
    """Whether a shell follows POSIX, and reads no start-up files."""
    names = 2 if shell[:1] and shell[0].endswith("busybox") else 1
    return bool(_PROGRAM.match(" ".join(shell[:names])) and _OPTIONS.match(" ".join(shell[names:])))


def no_posix_shell(model: Model, stage: Stage | None, step: Step) -> str:
    """Why it is not certain that a POSIX shell runs, or would run, the command; empty if it is."""
    if is_windows(model, stage):
        return "Windows images and files with a backtick as escape character read command lines differently"
    if not reads_plainly(step.before.shell):
        return f"Cannot tell how the shell `{json_words(step.before.shell)}` reads a command"
    return ""


def shell_is_chosen(step: Step) -> bool:
    """Whether the file or the base image sets another shell than the default."""
    return step.before.shell_set or step.before.shell != DEFAULT_SHELL


def entrypoint_words(stage: Stage | None) -> tuple[str, ...] | None:
    """The ENTRYPOINT in exec form that gets CMD as arguments, as far as known; None if no ENTRYPOINT is known."""
    line = command_line(stage) if stage else None
    return line.entrypoint.words if line and line.entrypoint and not line.ignores_cmd else None


def has_arguments(model: Model, step: Step) -> bool:
    """Whether a CMD follows an ENTRYPOINT in its stage, or in one based on it."""
    for stage in model.stages:
        line = command_line(stage) if stage.span.end >= step.instruction.start else None
        at_work = line and line.entrypoint and line.entrypoint.step
        if line and at_work and at_work.instruction.start == step.instruction.start and line.cmd and line.cmd.step:
            return True
    return False


def base_may_have_entrypoint(stage: Stage | None) -> bool:
    """Whether the command of the base image is unknown."""
    return stage is not None and not command_line(stage).known


def ignores_cmd(stage: Stage | None) -> bool:
    """Whether an ENTRYPOINT in shell form is known to ignore CMD."""
    return stage is not None and command_line(stage).ignores_cmd


def _flags(unit: Unit) -> list[str]:
    return [flag.raw for flag in (unit.inner or unit).flags]
