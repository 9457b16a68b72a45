"""Inlay hints: values of variables, bases, absolute paths, and the sizes of copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dockwright.context.sources import taken
from dockwright.ide.context_sources import size
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.copy_changes import CopyChanges
from dockwright.plan.works import text_of
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State, resolve
from dockwright.syntax.nodes import Token
from dockwright.text import Span

_LONGEST = 50
"""Maximum number of characters of a value."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A text shown at an offset; `about` is its tooltip."""

    offset: int
    text: str
    kind: Literal["variables", "stages", "paths", "context", "cache_history"]
    about: str = ""


def hints(snapshot: Snapshot, span: Span, history: CopyChanges | None = None) -> list[Hint]:
    """The hints for the instructions in a range, of the enabled kinds."""
    wanted = snapshot.config.inlay_hints
    found: list[Hint] = []
    for stage in snapshot.model.stages:
        if not stage.span.overlaps(span):
            continue
        if wanted.stages:
            found += _stage(snapshot.model, stage)
        if wanted.variables or wanted.paths:
            for step in stage.steps:
                if step.instruction.span.overlaps(span):
                    found += (hint for hint in _step(snapshot, step) if getattr(wanted, hint.kind))
    if wanted.context:
        found += _context(snapshot)
    if wanted.cache_history and history is not None:
        found += _history(snapshot.model, history)
    return sorted((hint for hint in found if span.touches(hint.offset)), key=lambda hint: hint.offset)


def _stage(model: Model, stage: Stage) -> Iterator[Hint]:
    token = stage.base_token
    if token and stage.base:
        image = stage.root.image
        if image:
            yield Hint(token.span.end, f"({image})", "stages", "The base image of this stage.")
    if stage.name is None and any(reference.target is stage for reference in model.references):
        end = stage.origin.head_span.end
        yield Hint(end, f"AS {stage.index}", "stages", "The number by which COPY and FROM can refer to this stage.")


def _step(snapshot: Snapshot, step: Step) -> Iterator[Hint]:
    instruction = step.instruction
    arguments = instruction.arguments
    if instruction.name == "FROM":
        state = snapshot.model.globals.final
        yield from _value(snapshot, state, arguments[:1])
        for flag in instruction.flags:
            if flag.value:
                yield from _value(snapshot, state, (Token(flag.value, flag.value_span),))
    elif instruction.name in ("WORKDIR", "COPY", "ADD"):
        sources = arguments[:-1] if instruction.name != "WORKDIR" else ()
        yield from _value(snapshot, step.before, sources)
        if arguments and (instruction.name == "WORKDIR" or sources):
            yield from _path(snapshot, step, arguments[-1])
    elif instruction.name in ("USER", "EXPOSE", "STOPSIGNAL", "VOLUME"):
        yield from _value(snapshot, step.before, arguments)
    elif instruction.name in ("ENV", "LABEL"):
        yield from _value(snapshot, step.before, tuple(value for _, value in instruction.pairs))


def _value(snapshot: Snapshot, state: State, tokens: tuple[Token, ...]) -> Iterator[Hint]:
    """The value of words with variables, if known."""
    for token in tokens:
        if "$" not in token.value or token.value.startswith("<<"):
            continue
        value = state.expand(token.value, snapshot.tree.escape)
        if value is not None and value != token.value and len(value) <= _LONGEST and "\n" not in value:
            yield Hint(token.span.end, f"= {value}" if value else "= (empty)", "variables", "The value here.")


def _path(snapshot: Snapshot, step: Step, token: Token) -> Iterator[Hint]:
    value = step.before.expand(token.value, snapshot.tree.escape)
    path = resolve(step.before.workdir, value)
    if value is None or path is None or token.value.startswith("<<"):
        return
    if not value.startswith("/"):
        if not (len(value) > 1 and value[1] == ":"):
            yield Hint(token.span.end, f"= {path}", "paths", "The absolute path in the image.")
    else:
        yield from _value(snapshot, step.before, (token,))


def _context(snapshot: Snapshot) -> Iterator[Hint]:
    context = snapshot.context
    if context is None or not context.sure:
        return
    for source in taken(snapshot.model):
        fate = context.fate(source.path)
        if fate.sent > 1:
            yield Hint(source.token.span.end, f"({fate.sent:,} files, {size(fate.bytes)})", "context", context.origin)


def _history(model: Model, history: CopyChanges) -> Iterator[Hint]:
    """How often the sources of a COPY have changed, if its text is the one that was counted."""
    for stage in model.stages:
        for step in stage.all("COPY", "ADD"):
            change = history.steps.get((stage.index, text_of(step)))
            if change is not None:
                steps = "step" if change.again == 1 else "steps"
                after = f"; {change.again} {steps} after it {'runs' if change.again == 1 else 'run'} again"
                text = f"(changed in {change.changed} of {history.commits} commits{after if change.again else ''})"
                about = "How many commits changed these files; after each of them this step runs again."
                yield Hint(step.instruction.arguments[-1].span.end, text, "cache_history", about)
