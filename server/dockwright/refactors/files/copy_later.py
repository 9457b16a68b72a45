"""Move a COPY below the RUNs that do not need it, so that a change of its files does not run them again."""

from __future__ import annotations

from dockwright.refactors.kit.command_chain import Place, line_end, place_at
from dockwright.refactors.kit.independence import assumed, movable, obstacle
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import has_pragma
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_COST = "its layer comes later"
"""The image has the same files in other layers."""


@refactor("refactor.rewrite.copy.later", "Move COPY below RUNs that need none of it")
def copy_later(model: Model, selection: Span) -> Answer:
    """Move the selected COPY or ADD."""
    place = place_at(model, selection, "COPY", "ADD")
    if place is None or not any(step.instruction.name == "RUN" for step in place.steps[place.at + 1 :]):
        return None
    reason = movable(model, place.stage, place.step)
    last, held = (place.at, reason) if reason else _last(model, place)
    if last == place.at:
        return Refusal(held) if held else None
    if has_pragma(model, place.step) or has_pragma(model, place.steps[last]):
        return Refusal("A comment above the instructions suppresses findings in them")
    return _moved(model, place, last)


def _last(model: Model, place: Place) -> tuple[int, str]:
    """The last RUN that the COPY may follow, or its own index; and what prevents moving it further."""
    last = place.at
    for index in range(place.at + 1, len(place.steps)):
        reason = obstacle(model, place.stage, place.step, place.steps[index])
        if reason:
            return last, reason
        if place.steps[index].instruction.name == "RUN":
            last = index
    return last, ""


def _moved(model: Model, place: Place, last: int) -> Rewrite:
    """Move the COPY with the comment lines directly above it."""
    text, copy, run = model.tree.text, place.step.instruction, place.steps[last].instruction
    first = text.line_of(copy.keyword.span.start)
    above = text.line_of(place.steps[place.at - 1].instruction.end)
    while first - 1 > above and _line(model, first - 1).startswith("#"):
        first -= 1
    start, end = text.line_span(first).start, line_end(model, copy)
    moved = text.string[start : copy.full_end].rstrip("\r\n") + end
    after = run.full_end
    lead = "" if text.string[:after].endswith("\n") else end
    title = f"Move {copy.name} below a RUN that needs none of it"
    edits = (Edit(Span(start, copy.full_end), ""), Edit(Span(after, after), lead + moved))
    taken = assumed(place.stage, place.step)
    return Rewrite(title, edits, f"{_COST}; {taken}" if taken else _COST)


def _line(model: Model, line: int) -> str:
    span = model.tree.text.line_span(line)
    return model.tree.text.string[span.start : span.end].strip()
