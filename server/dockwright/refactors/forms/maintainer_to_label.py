"""Replace MAINTAINER by the standard label."""

from __future__ import annotations

from dockwright.findings.forms.maintainer import as_label
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.selection import each, placed
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span


@refactor("refactor.rewrite.maintainer.toLabel", "Replace MAINTAINER with a label", everywhere=True)
def maintainer_to_label(model: Model, selection: Span) -> Answer:
    """Replace the selected MAINTAINERs by labels."""
    return each(model, selection, _one, "Replace {} MAINTAINERs with labels")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    if step.instruction.name != "MAINTAINER" or not step.instruction.arguments:
        return None
    return placed(
        step,
        as_label(step.instruction.unit, stage),
        "Replace MAINTAINER with a label",
        "the image's author field stays empty",
    )
