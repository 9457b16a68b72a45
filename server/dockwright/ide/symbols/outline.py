"""Document symbols: stages with their instructions."""

from __future__ import annotations

from typing import Literal

from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_LONGEST = 60
"""Maximum number of characters of an instruction."""


@frozen
class Entry:
    """One entry; `span` is the whole range, `name_span` the selection range.

    Searchable lists, such as VS Code's Go to Symbol, show only the name.
    """

    name: str
    detail: str
    kind: Literal["directive", "stage", "instruction", "variable", "pattern"]
    span: Span
    name_span: Span
    children: tuple[Entry, ...] = ()
    deprecated: bool = False


def outline(snapshot: Snapshot) -> list[Entry]:
    """Directives, the part before the first FROM, then the stages."""
    model = snapshot.model
    directives = [
        Entry(_cut(f"{directive.name}={directive.value}"), "", "directive", directive.span, directive.name_span)
        for directive in snapshot.tree.directives
    ]
    return [
        *directives,
        *(_instruction(step) for step in model.global_steps),
        *(_stage(stage) for stage in model.stages),
    ]


def _stage(stage: Stage) -> Entry:
    base = f"FROM {stage.base_token.value if stage.base_token else ''}".rstrip()
    token = stage.name_token
    name_span = token.span if token else stage.origin.keyword.span
    children = tuple(_instruction(step) for step in stage.steps[1:])
    span = Span(stage.origin.span.start, max(stage.span.end, stage.origin.span.end))
    name, detail = (f"{_cut(base)} AS {_cut(token.value)}", "") if token else (_cut(base), f"stage {stage.index}")
    return Entry(name, detail, "stage", span, name_span, children)


def _instruction(step: Step) -> Entry:
    instruction = step.instruction
    kind: Literal["instruction", "variable"] = "variable" if instruction.name in ("ARG", "ENV") else "instruction"
    about, detail = _told(instruction)
    name = _cut(f"{instruction.name or '?'} {about}".rstrip())
    deprecated = instruction.name == "MAINTAINER"
    return Entry(name, _cut(detail), kind, instruction.span, instruction.keyword.span, deprecated=deprecated)


def _told(instruction: Instruction) -> tuple[str, str]:
    """The text that distinguishes an instruction from others of its kind, for the name, and additional details."""
    if instruction.name in ("ENV", "LABEL"):
        pairs = [(key.value, value.value) for key, value in instruction.pairs]
    elif instruction.name == "ARG":
        pairs = [(key, value) for key, _, value in (token.value.partition("=") for token in instruction.arguments)]
    else:
        origin = instruction.flag("from")
        return " ".join(instruction.argument_text.split()), f"from {origin.value}" if origin and origin.value else ""
    return ", ".join(key for key, _ in pairs), " ".join(pairs[0][1].split()) if len(pairs) == 1 else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
