"""Convert shell form to an array that starts the shell, with `exec` before the program if possible."""

from __future__ import annotations

import json

from dockwright.findings.forms.json_array import repaired
from dockwright.refactors.forms.shell_to_exec import to_exec
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each, placed
from dockwright.refactors.kit.shell_words import BUILTINS, RESERVED
from dockwright.refactors.kit.started_commands import (
    Command,
    command_of,
    ignores_cmd,
    no_posix_shell,
    rewritten,
    values,
)
from dockwright.refactors.shell.errexit import is_opaque
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import AndOr, Simple, parse_shell
from dockwright.text import Edit, Span


@refactor(
    "refactor.rewrite.command.toExecShell",
    "Write the command as a JSON array that starts a shell",
    fixes=("JSONArgsRecommended",),
    everywhere=True,
)
def shell_in_array(model: Model, selection: Span) -> Answer:
    """Convert the selected commands to arrays that start their shell."""
    return each(model, selection, _one, "Write {} commands as JSON arrays that start a shell")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    command = command_of(step.instruction.unit)
    if command is None or command.words is not None or command.name not in ("CMD", "ENTRYPOINT"):
        return None
    if isinstance(to_exec(model, stage, step), Rewrite) or repaired(command.unit) is not None:
        return None
    reason = no_posix_shell(model, stage, step)
    if reason:
        return Refusal(reason)
    at = _program(command.text)
    shell = step.before.shell
    edits = _edits(command, shell, at)
    cost = ""
    if at is not None and not (command.name == "CMD" and ignores_cmd(stage)):
        cost = "the program gets the signals itself"
    return placed(step, edits, f"Write {command.name} as a JSON array that starts `{shell[0]}`", cost)


def _program(text: str) -> int | None:
    """The offset for `exec`: before the last command of a plain list after which the shell has nothing to do."""
    script = parse_shell(text)
    if (
        script.has_errors
        or script.comments
        or not script.body.items
        or len(script.body.separators) >= len(script.body.items)
    ):
        return None
    commands = [placed.command for placed in script.simple_commands() if placed.command.words]
    if any(command.name in ("alias", None) or is_opaque(command) for command in commands):
        return None  # `.` and eval may define functions, which `exec` would not find
    if script.functions():
        return None
    if any(separator.text == "&" for separator in script.body.separators):
        return None
    last = script.body.items[-1]
    if isinstance(last, AndOr):
        last = last.items[-1] if last.only_and else last
    if (
        not isinstance(last, Simple)
        or last.assignments
        or not last.words
        or last.span.start != last.words[0].span.start
    ):
        return None
    name = last.name
    return None if name is None or name in BUILTINS | RESERVED or name.startswith("-") else last.span.start


def _edits(command: Command, shell: tuple[str, ...], at: int | None) -> tuple[Edit, ...] | str:
    text = command.text
    if any(ord(character) < 32 and character != "\t" for character in text):
        return "The command contains a control character"
    edits = [Edit(_before(command, 0), "[" + "".join(f"{json.dumps(word)}, " for word in shell) + '"')]
    for index, character in enumerate(text):
        if index == at:
            edits.append(Edit(_before(command, index), "exec "))
        if character in '"\\\t':
            edits.append(Edit(command.source(index, index + 1), "\\t" if character == "\t" else "\\" + character))
    end = command.source(len(text) - 1, len(text)).end
    edits.append(Edit(Span(end, end), '"]'))
    wanted = text if at is None else f"{text[:at]}exec {text[at:]}"
    return rewritten(command, tuple(edits), lambda new: values(new) == (*shell, wanted))


def _before(command: Command, index: int) -> Span:
    start = command.source(index, index + 1).start
    return Span(start, start)
