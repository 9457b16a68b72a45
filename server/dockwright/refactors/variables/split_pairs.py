"""Split an ENV or LABEL with several pairs."""

from __future__ import annotations

from itertools import pairwise

from dockwright.refactors.kit.pairs import PRAGMA, meanings, meanings_in, needs, pairs_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each, has_pragma, is_windows
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span, apply


@refactor("refactor.rewrite.pairs.split", "Write each name and value as its own instruction", everywhere=True)
def split_pairs(model: Model, selection: Span) -> Answer:
    """Split the selected ENVs and LABELs."""
    return each(model, selection, _one, "Split {} instructions")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    found = pairs_of(step)
    if found is None or len(found.pairs) < 2:
        return None
    wanted = meanings(found.unit)
    if None in wanted:
        return Refusal("A quote or `${` is never closed, so BuildKit cannot parse it")
    reason = needs(found, is_windows(model, stage)) if found.name == "ENV" else ""
    if not reason and has_pragma(model, step):
        reason = "A comment that suppresses findings would apply only to the first instruction"
    edits = reason or _edits(model, step, found)
    if isinstance(edits, str):
        return Refusal(edits)
    new = apply(step.instruction.unit.text, [edit.shifted(-step.instruction.start) for edit in edits])
    if meanings_in(new, model.tree.escape, len(found.pairs)) != wanted:
        return Refusal("BuildKit would read other names and values in the result")
    return Rewrite(f"Split into {len(found.pairs)} {found.name} instructions", edits)


def _edits(model: Model, step: Step, found: Instruction) -> tuple[Edit, ...] | str:
    """Each pair gets a line with the keywords as written; comments stay above their pairs."""
    text = model.tree.text.string
    outer = step.instruction
    opening = text[outer.keyword.span.start : found.arguments[0].span.start]
    margin = text[outer.start : outer.keyword.span.start].rpartition("\n")[2]
    if "\n" in opening:
        opening = f"{outer.keyword.value} {found.keyword.value} " if outer.inner else f"{found.keyword.value} "
    edits: list[Edit] = []
    for (_, value), (key, _) in pairwise(found.pairs):
        span = Span(value.span.end, key.span.start)
        comments = [text[c.span.start : c.span.end] for c in outer.comments if span.overlaps(c.span)]
        if any(PRAGMA.match(comment) for comment in comments):
            return "A comment inside would suppress findings once it is above an instruction"
        end = "\r\n" if "\r\n" in outer.unit.text else "\n"
        lines = "".join(f"{margin}{comment}{end}" for comment in comments)
        edits.append(Edit(span, f"{end}{lines}{margin}{opening}"))
    return tuple(edits)
