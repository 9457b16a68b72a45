"""Write `ENV name value` and `LABEL name value` with a `=`."""

from __future__ import annotations

from dockwright.findings.forms.legacy_pairs import is_legacy, with_equals
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.selection import each, placed
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span


@refactor("refactor.rewrite.pairs.equals", "Write the name and the value with `=`", everywhere=True)
def write_with_equals(model: Model, selection: Span) -> Answer:
    """Write the selected ENVs and LABELs in the old form with a `=`."""
    return each(model, selection, _one, "Write {} instructions with `=`")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    unit = step.instruction.unit
    return placed(step, with_equals(unit), f"Write {(unit.inner or unit).name} with `=`") if is_legacy(unit) else None
