"""Merge several adjacent ENVs or LABELs."""

from __future__ import annotations

from itertools import pairwise

from dockwright.findings.forms.legacy_pairs import is_legacy, with_equals
from dockwright.refactors.kit.pairs import PRAGMA, clash, indent, meanings, meanings_in, pairs_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import has_pragma, is_windows
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span, apply

_MOST = 100
"""Maximum number of adjacent instructions."""


@refactor("refactor.rewrite.pairs.merge", "Merge ENV or LABEL instructions")
def merge_pairs(model: Model, selection: Span) -> Answer:
    """Merge the selected ENVs or LABELs, or the one at the cursor with as many adjacent ones as possible."""
    stage = model.stage_at(selection.start)
    steps = list(stage.steps) if stage else []
    touched = [index for index, step in enumerate(steps) if step.instruction.span.overlaps(selection)][:_MOST]
    if not touched or not _alike(steps[touched[0] : touched[-1] + 1]):
        return None
    if len(touched) > 1:
        return _merged(model, steps[touched[0] : touched[-1] + 1])
    return _around(model, steps, touched[0])


def _around(model: Model, steps: list[Step], at: int) -> Answer:
    first = last = at
    best: Answer = None
    while first > 0 and last - first < _MOST and _alike(steps[first - 1 : last + 1]):
        answer = _merged(model, steps[first - 1 : last + 1])
        best = answer if best is None or isinstance(answer, Rewrite) else best
        if not isinstance(answer, Rewrite):
            break
        first -= 1
    while last + 1 < len(steps) and last - first < _MOST and _alike(steps[first : last + 2]):
        answer = _merged(model, steps[first : last + 2])
        best = answer if best is None or isinstance(answer, Rewrite) else best
        if not isinstance(answer, Rewrite):
            break
        last += 1
    return best


def _alike(steps: list[Step]) -> bool:
    """Whether these are all ENV, all LABEL, or all one of them under ONBUILD."""
    kinds = {(found.name, step.instruction.name) if (found := pairs_of(step)) else None for step in steps}
    return len(kinds) == 1 and None not in kinds


def _merged(model: Model, steps: list[Step]) -> Answer:
    parts = [found for step in steps if (found := pairs_of(step))]
    wanted = [found for part in parts for found in meanings(part.unit)]
    if None in wanted:
        return Refusal("A quote or `${` in one of them is never closed, so BuildKit cannot parse it")
    text = model.tree.text.string
    stage = model.stage_at(steps[0].instruction.start)
    reason = clash(parts, is_windows(model, stage)) if parts[0].name == "ENV" else ""
    if not reason and any(has_pragma(model, step) for step in steps):
        reason = "A comment that suppresses findings in one of them would apply to all"
    if reason:
        return Refusal(reason)
    edits: list[Edit] = []
    for step in steps:
        if is_legacy(step.instruction.unit):
            written = with_equals(step.instruction.unit)
            if isinstance(written, str):
                return Refusal(written)
            edits += (edit.shifted(step.instruction.start) for edit in written)
    between = _between(model, parts, steps)
    if isinstance(between, str):
        return Refusal(between)
    edits += between
    start, stop = steps[0].instruction.start, steps[-1].instruction.full_end
    new = apply(text[start:stop], [edit.shifted(-start) for edit in edits])
    if meanings_in(new, model.tree.escape, 1) != wanted:
        return Refusal("BuildKit would read other names and values in the result")
    return Rewrite(f"Merge {len(steps)} {parts[0].name} instructions", tuple(sorted(edits)))


def _between(model: Model, parts: list[Instruction], steps: list[Step]) -> list[Edit] | str:
    """Join the line of one instruction to the next; comments stay as comments inside the instruction."""
    text = model.tree.text.string
    margin = indent(parts, text)
    edits: list[Edit] = []
    for (before, after), step in zip(pairwise(parts), steps[1:], strict=False):
        span = Span(before.arguments_span.end, after.arguments[0].span.start)
        gap = text[span.start : step.instruction.start]
        comments = [line.strip() for line in gap.splitlines() if line.strip()]
        if any(not line.startswith("#") for line in comments) or any(
            span.overlaps(comment.span) for comment in after.comments
        ):
            return "There is something other than comments between them"
        if any(PRAGMA.match(line) for line in comments):
            return "A comment between them suppresses findings in only one of them"
        end = "\r\n" if "\r\n" in gap else "\n"
        lines = "".join(f"{margin}{line}{end}" for line in comments)
        edits.append(Edit(span, f" {model.tree.escape}{end}{lines}{margin}"))
    return edits
