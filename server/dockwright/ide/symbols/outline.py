"""The outline of a file: stages with their instructions."""

from __future__ import annotations

from typing import Literal

from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

_LONGEST = 60
"""Characters of an instruction that the outline shows."""


@frozen
class Entry:
    """One line of the outline; `span` is what it stands for, `name_span` where the cursor goes."""

    name: str
    detail: str
    kind: Literal["directive", "stage", "instruction", "variable", "pattern"]
    span: Span
    name_span: Span
    children: tuple[Entry, ...] = ()
    deprecated: bool = False


def outline(snapshot: Snapshot) -> list[Entry]:
    """Directives, what stands before the first FROM, then the stages."""
    model = snapshot.model
    directives = [
        Entry(directive.name, directive.value, "directive", directive.span, directive.name_span)
        for directive in snapshot.tree.directives
    ]
    return [
        *directives,
        *(_instruction(step) for step in model.global_steps),
        *(_stage(stage) for stage in model.stages),
    ]


def _stage(stage: Stage) -> Entry:
    base = stage.base_token.value if stage.base_token else ""
    token = stage.name_token
    name_span = token.span if token else stage.origin.keyword.span
    children = tuple(_instruction(step) for step in stage.steps[1:])
    span = Span(stage.origin.span.start, max(stage.span.end, stage.origin.span.end))
    return Entry((token.value if token else "") or f"stage {stage.index}", base, "stage", span, name_span, children)


def _instruction(step: Step) -> Entry:
    instruction = step.instruction
    detail = " ".join(instruction.argument_text.split())
    detail = detail if len(detail) <= _LONGEST else detail[: _LONGEST - 1] + "…"
    kind: Literal["instruction", "variable"] = "variable" if instruction.name in ("ARG", "ENV") else "instruction"
    name = instruction.name or "?"
    deprecated = instruction.name == "MAINTAINER"
    return Entry(name, detail, kind, instruction.span, instruction.keyword.span, deprecated=deprecated)
