"""Merge the RUN that downloads a file with the one that deletes it."""

from __future__ import annotations

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.run.merge_run import merged
from dockwright.rules.run.deleted_in_later_layer import deleted_in_later_layer
from dockwright.semantics.model import Model
from dockwright.text import Span

_TITLE = "Delete the file in the RUN that fetches it"


@refactor("refactor.rewrite.run.mergeWithDeletion", _TITLE, fixes=("deleted-in-later-layer",))
def merge_with_deletion(model: Model, selection: Span) -> Answer:
    """For a deletion without effect on the size: merge all RUNs from the one that adds the file up to here."""
    stage = model.stage_at(selection.start)
    if stage is None:
        return None
    found = (finding.shifted(stage.start) for finding in deleted_in_later_layer.check(stage.alone, Config()))
    finding = next((f for f in found if f.span.overlaps(selection)), None)
    if finding is None:
        return None
    first, last = finding.related[0].span, finding.span
    steps = [s for s in stage.steps if s.instruction.end > first.start and s.instruction.start < last.end]
    if any(step.instruction.name != "RUN" for step in steps):
        return Refusal("Other instructions are between this one and the one that brings the file")
    answer = merged(model, steps, assuming=True)
    return Rewrite(_TITLE, answer.edits, answer.cost) if isinstance(answer, Rewrite) else answer
