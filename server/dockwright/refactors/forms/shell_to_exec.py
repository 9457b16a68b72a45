"""Convert shell form to a JSON array, if the shell only splits words."""

from __future__ import annotations

import json
import re

from dockwright.findings.forms.json_array import repaired
from dockwright.findings.forms.reparse import crosses_comment
from dockwright.refactors.kit.refactor import Answer, Refusal, refactor
from dockwright.refactors.kit.selection import each, is_windows, placed
from dockwright.refactors.kit.shell_words import OPERATOR, program, split
from dockwright.refactors.kit.started_commands import (
    Command,
    base_may_have_entrypoint,
    command_of,
    entrypoint_words,
    has_arguments,
    ignores_cmd,
    no_posix_shell,
    rewritten,
    shell_is_chosen,
)
from dockwright.refactors.kit.started_commands import values as words_of
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span

_OR_EXIT = re.compile(r"\|\|\s*(?:exit\s+\d+|false)\s*\Z")


@refactor(
    "refactor.rewrite.command.toExec",
    "Write the command as a JSON array",
    fixes=("JSONArgsRecommended", "healthcheck-shell-form"),
    everywhere=True,
)
def shell_to_exec(model: Model, selection: Span) -> Answer:
    """Convert the selected commands to JSON arrays."""
    return each(model, selection, _unless_run, "Write {} commands as JSON arrays")


@refactor("refactor.rewrite.run.toExec", "Write this RUN as a JSON array", offered="asked")
def run_to_exec(model: Model, selection: Span) -> Answer:
    """Convert the selected RUNs to JSON arrays; possible for nearly all, and rarely wanted."""
    return each(model, selection, _if_run, "Write {} RUNs as JSON arrays")


def _unless_run(model: Model, stage: Stage | None, step: Step) -> Answer:
    return None if _is_run(step) else to_exec(model, stage, step)


def _if_run(model: Model, stage: Stage | None, step: Step) -> Answer:
    return to_exec(model, stage, step) if _is_run(step) else None


def _is_run(step: Step) -> bool:
    return (step.instruction.inner or step.instruction).name == "RUN"


def to_exec(model: Model, stage: Stage | None, step: Step, *, with_cmd: bool = False) -> Answer:
    """Convert one command to a JSON array of the words that a shell would read.

    With `with_cmd`, a CMD that an ENTRYPOINT in shell form ignores is used afterwards.
    """
    command = command_of(step.instruction.unit)
    if command is None or command.words is not None:
        return None
    found = split(command.text)
    if command.name == "RUN" and found == OPERATOR:
        return None  # a RUN of several commands needs its shell
    reason = _unfit(model, stage, step, command, with_cmd)
    if reason:
        return Refusal(reason)
    words = found if isinstance(found, str) else program(found)
    if command.name == "HEALTHCHECK" and _OR_EXIT.search(command.text):
        words = "`|| exit 1` turns every failure into status 1, which only a shell does"
    if isinstance(words, str):
        return Refusal(words)
    values = tuple(word.value for word in words)
    edits = _edits(command, [(word.start, word.end) for word in words], values)
    cost = _cost(command, values, stage, step, has_exec=words[0].start > 0, with_cmd=with_cmd)
    return placed(step, edits, f"Write {command.name} as a JSON array", cost)


def _unfit(model: Model, stage: Stage | None, step: Step, command: Command, with_cmd: bool) -> str:
    if shell_is_chosen(step) and not is_windows(model, stage):
        return "SHELL sets a shell for this command, which a JSON array would not use"
    if reason := no_posix_shell(model, stage, step):
        return reason
    if repaired(command.unit) is not None:
        return "Invalid JSON array"
    if command.name == "ENTRYPOINT" and not step.instruction.inner and not with_cmd and has_arguments(model, step):
        return "CMD, which ENTRYPOINT ignores now, would become its arguments; remove one of the two"
    return ""


def _edits(command: Command, ranges: list[tuple[int, int]], values: tuple[str, ...]) -> tuple[Edit, ...] | str:
    edits: list[Edit] = []
    if ranges[0][0]:
        edits.append(Edit(command.source(0, len("exec")), ""))
    for index, ((start, end), value) in enumerate(zip(ranges, values, strict=True)):
        opening, closing = "[" * (index == 0), "]" if index == len(ranges) - 1 else ","
        span = command.source(start, end)
        if crosses_comment(command.unit, span):
            return "There is a comment within a word"
        edits.append(Edit(span, opening + json.dumps(value, ensure_ascii=False) + closing))
    text = command.unit.text
    for before, edit in zip(list(edits), edits[1:], strict=False):
        between = Span(before.span.end, edit.span.start)
        if not text[between.start : between.end].strip(" \t"):
            edits.append(Edit(between, " " if before.new else ""))
    return rewritten(command, tuple(sorted(edits)), lambda new: words_of(new) == values)


def _cost(
    command: Command, values: tuple[str, ...], stage: Stage | None, step: Step, *, has_exec: bool, with_cmd: bool
) -> str:
    script = "a script needs a #! line" if "/" in values[0] or values[0].endswith(".sh") else ""
    under = step.instruction.inner is not None
    if command.name == "CMD" and not under:
        if ignores_cmd(stage):
            return "ENTRYPOINT in shell form still ignores it"
        if before := entrypoint_words(stage):
            return f"ENTRYPOINT `{before[0]}` gets these words instead of a shell"
        if base_may_have_entrypoint(stage):
            script = f"{script and script + '; '}an ENTRYPOINT of the base image gets these words"
    if command.name == "ENTRYPOINT" and not with_cmd:
        gets = "gets the arguments of `docker run`" if has_exec else "gets signals and the arguments of `docker run`"
        return "; ".join(filter(None, (gets, script)))
    if command.name in ("RUN", "HEALTHCHECK") or has_exec:
        return script
    return "; ".join(filter(None, ("gets the signals itself", script)))
