"""Completion of variables after `$` and `${`, by scope, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span


def variables(snapshot: Snapshot, instruction: Instruction, span: Span) -> Iterator[Completion]:
    """The variables that can be used in an instruction; `span` covers what is typed, from the `$`."""
    step = snapshot.model.step_at(instruction.start)
    if step is None:
        return
    state = snapshot.model.globals.final if instruction.name == "FROM" else step.before
    opening = "${" if snapshot.text.slice(span).startswith("${") else "$"
    follows = snapshot.text.string[span.end : span.end + 1]
    closing = "}" if opening == "${" and follows != "}" else ""
    for name, value in {**dict.fromkeys(state.declared), **state.variables}.items():
        detail = "set by the build or the base image" if value is None else value
        if name in state.declared and name not in state.variables:
            detail = "declared without a value"
        new = f"{opening}{name}{closing}"
        yield Completion(name, "variable", span, new, detail=detail, documentation=f"variables/{name}",
                         filter_text=f"{opening}{name}")  # fmt: skip
