"""Repair an invalid JSON array."""

from __future__ import annotations

from dockwright.findings.forms.json_array import repaired
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.selection import each, placed
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")


@refactor("refactor.rewrite.json.repair", "Repair the JSON array", everywhere=True)
def repair_json(model: Model, selection: Span) -> Answer:
    """Repair the selected arrays."""
    return each(model, selection, _one, "Repair {} JSON arrays")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    unit = step.instruction.unit
    found = repaired(unit)
    if found is None:
        return None
    runs = not unit.problems and (unit.inner or unit).name in _SHELL
    cost = "the program then starts without a shell" if runs else ""
    return placed(step, found, "Repair the JSON array", cost)
