"""Completion of variables after `$` and `${`, by scope, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.state import PROXIES
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_OPERATORS = {
    ":-": ("${1:default}", "this value if unset or empty"),
    ":+": ("${1:value}", "this value if set and not empty, else nothing"),
    ":?": ("${1:message}", "fail the build with this message if unset or empty"),
    "-": ("${1:default}", "this value if unset"),
    "+": ("${1:value}", "this value if set, else nothing"),
    "?": ("${1:message}", "fail the build with this message if unset"),
    "#": ("${1:pattern}", "without the shortest match at the beginning"),
    "##": ("${1:pattern}", "without the longest match at the beginning"),
    "%": ("${1:pattern}", "without the shortest match at the end"),
    "%%": ("${1:pattern}", "without the longest match at the end"),
    "/": ("${1:pattern}/${2:replacement}", "with the first match replaced"),
    "//": ("${1:pattern}/${2:replacement}", "with every match replaced"),
}


def variables(snapshot: Snapshot, instruction: Instruction, span: Span) -> Iterator[Completion]:
    """The variables available in an instruction; `span` is the typed text, from the `$` on."""
    step = snapshot.model.step_at(instruction.start)
    if step is None:
        return
    state = snapshot.model.globals.final if instruction.name == "FROM" else step.before
    opening = "${" if snapshot.text.slice(span).startswith("${") else "$"
    follows = snapshot.text.string[span.end : span.end + 1]
    closing = "}" if opening == "${" and follows != "}" else ""
    stage = snapshot.model.stage_at(instruction.start)
    brought = stage.body.states[0].variables if stage and instruction.name != "FROM" else {}
    for name, value in {**dict.fromkeys(state.declared), **state.variables}.items():
        detail = "set by the build or the base image" if value is None else value
        if name in state.declared and name not in state.variables:
            detail = "declared without a value"
        new = f"{opening}{name}{closing}"
        yield Completion(
            name, "variable", span, new, detail=detail, documentation=f"variables/{name}",
            filter_text=f"{opening}{name}", sort_text=f"{'1' if name in brought else '0'}{name}",
        )  # fmt: skip
    if instruction.name == "RUN":
        for name in (spelled for upper in PROXIES for spelled in (upper, upper.lower())):
            if name not in state.variables and name not in state.declared:
                yield Completion(
                    name, "variable", span, f"{opening}{name}{closing}", detail="set in RUN if the build sets it",
                    documentation=f"variables/{name}", filter_text=f"{opening}{name}", sort_text=f"2{name}",
                )  # fmt: skip


def operators(snapshot: Snapshot, span: Span, name: str, colon: str) -> Iterator[Completion]:
    """The operators after `${NAME` or `${NAME:`; `span` is the typed text, from the `$` on."""
    closing = "" if snapshot.text.string[span.end : span.end + 1] == "}" else "}"
    for order, (operator, (stop, detail)) in enumerate(_OPERATORS.items()):
        if operator.startswith(colon):
            new = f"\\${{{name}{operator}{stop}{closing}"
            label = f"${{{name}{operator}"
            yield Completion(label, "snippet", span, new, is_snippet=True, detail=detail, sort_text=f"~{order:02}")
