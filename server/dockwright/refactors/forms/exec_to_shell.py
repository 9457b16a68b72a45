"""Convert a JSON array to shell form, quoted so that the shell does not expand anything."""

from __future__ import annotations

from dockwright.findings.forms.reparse import crosses_comment
from dockwright.refactors.kit.refactor import Answer, Refusal, refactor
from dockwright.refactors.kit.selection import each, placed
from dockwright.refactors.kit.shell_words import BUILTINS, RESERVED, program, quoted, split
from dockwright.refactors.kit.started_commands import (
    Command,
    base_may_have_entrypoint,
    command_of,
    entrypoint_words,
    has_arguments,
    no_posix_shell,
    rewritten,
)
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.command.toShell", "Write the command in shell form", everywhere=True, offered="selection")
def exec_to_shell(model: Model, selection: Span) -> Answer:
    """Write the selected commands in shell form."""
    return each(model, selection, to_shell, "Write {} commands in shell form")


def to_shell(model: Model, stage: Stage | None, step: Step) -> Answer:
    """Convert one command to shell form: the script of a shell in the array, or the words with `exec` before them."""
    command = command_of(step.instruction.unit)
    if command is None or command.words is None:
        return None
    words = tuple(token.value for token in command.words)
    reason = no_posix_shell(model, stage, step)
    if not words:
        reason = "An empty array resets the command of the base image, which shell form cannot do"
    elif not reason and (*step.before.shell, words[-1]) == words:
        return placed(step, _unwrapped(command, words[-1]), f"Write {command.name} in shell form")
    if not reason and stage and stage.root.is_scratch:
        reason = "An image from scratch has no shell unless one is copied into it"
    if not reason and not step.instruction.inner:
        reason = _lost_arguments(model, command, stage, step)
    if reason:
        return Refusal(reason)
    needs_exec = command.name in ("CMD", "ENTRYPOINT") or words[0] in BUILTINS | RESERVED or "=" in words[0]
    edits = _edits(command, words, "exec " if needs_exec else "")
    return placed(step, edits, f"Write {command.name} in shell form", _cost(command, stage, step))


def _lost_arguments(model: Model, command: Command, stage: Stage | None, step: Step) -> str:
    """Why arguments would be lost in the new command line; empty if none would be."""
    if command.name == "ENTRYPOINT" and has_arguments(model, step):
        return "ENTRYPOINT in shell form would ignore the arguments from CMD"
    before = entrypoint_words(stage) if command.name == "CMD" else None
    return f"ENTRYPOINT `{before[0]}` would get a shell and a single text as arguments" if before else ""


def _unwrapped(command: Command, text: str) -> tuple[Edit, ...] | str:
    span = command.source(0, len(command.text))
    if crosses_comment(command.unit, span):
        return "There is a comment between the words"
    if "\n" in text:
        return "The text for the shell has several lines, which shell form would join"
    return rewritten(command, (Edit(span, text),), lambda new: new.words is None and new.text == text)


def _edits(command: Command, words: tuple[str, ...], prefix: str) -> tuple[Edit, ...] | str:
    written = [quoted(word) for word in words]
    if None in written or not words[0] or words[0].startswith("-"):
        return "Shell form cannot contain one of the words: it is empty, an option or has a control character"
    tokens = command.words or ()
    text = command.unit.text
    end = command.source(0, len(command.text)).end
    edits = [Edit(Span(command.source(0, 1).start, tokens[0].span.start), prefix)]
    bounds = [*(token.span.start for token in tokens[1:]), end]
    for token, new, stop in zip(tokens, written, bounds, strict=True):
        edits.append(Edit(token.span, new or ""))
        between = Span(token.span.end, stop)
        edits += _without_comma(text, between, last=stop == end)
    if any(crosses_comment(command.unit, edit.span) for edit in edits):
        return "There is a comment within a word or before the first one"
    return rewritten(command, tuple(edits), lambda new: _words(new) == words)


def _without_comma(text: str, between: Span, *, last: bool) -> list[Edit]:
    """Remove the comma between two words, or the bracket after the last; comments and line breaks stay."""
    inside = text[between.start : between.end]
    if last or ("\n" not in inside):
        return [Edit(between, "" if last else " ")]
    at = between.start + inside.index(",")
    blank = "" if text[at + 1 : at + 2] in (" ", "\t") else " "
    return [Edit(Span(between.start, at + 1), blank)]


def _words(command: Command) -> tuple[str, ...]:
    """The words that a shell reads in shell form, without `exec`; none if it would do more than split."""
    found = split(command.text) if command.words is None else ""
    words = found if isinstance(found, str) else program(found)
    return () if isinstance(words, str) else tuple(word.value for word in words)


def _cost(command: Command, stage: Stage | None, step: Step) -> str:
    shell = step.before.shell[0]
    if command.name == "ENTRYPOINT":
        return f"needs `{shell}` in the image; ignores arguments of `docker run`"
    taken = command.name == "CMD" and not step.instruction.inner and base_may_have_entrypoint(stage)
    return f"needs `{shell}` in the image" + "; the base image must not have an ENTRYPOINT" * taken
