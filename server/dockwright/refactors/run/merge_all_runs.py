"""Merge all adjacent RUNs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.refactors.run.merge_run import is_run, merged
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.run.mergeAll", "Merge all RUN instructions of this stage")
def merge_all_runs(model: Model, selection: Span, config: Config) -> Answer:
    """Merge everything possible in the stage at the cursor, if that is more than one pair."""
    stage = model.stage_at(selection.start)
    step = model.step_at(selection.start)
    if stage is None or step is None or not is_run(step, step) or len(stage.all("RUN", "ONBUILD")) < 3:
        return None
    groups = list(_groups(model, stage, config))
    count = sum(size for size, _ in groups)
    if len(groups) < 2 and count < 3:
        return None
    return _rewrite(groups, " of this stage")


def merge_everywhere(model: Model, config: Config) -> Rewrite | None:
    """Merge everything possible in every stage; None if there is nothing."""
    groups = [group for stage in model.stages for group in _groups(model, stage, config)]
    return _rewrite(groups, "") if groups else None


def _rewrite(groups: Sequence[tuple[int, tuple[Edit, ...]]], of: str) -> Rewrite:
    count, left = sum(size for size, _ in groups), len(groups)
    edits = tuple(edit for _, edits in groups for edit in edits)
    return Rewrite(f"Merge {count} RUNs{of} into {left}", edits, "one layer, cached as one" + ", each" * (left > 1))


def _groups(model: Model, stage: Stage, config: Config) -> Iterator[tuple[int, tuple[Edit, ...]]]:
    """The number of RUNs in each group, and the form; each group is as large as possible."""
    waiting: list[Step] = []
    found: Rewrite | None = None
    for step in stage.steps:
        if waiting and is_run(step, waiting[0]):
            longer = merged(model, [*waiting, step], config)
            if isinstance(longer, Rewrite):
                waiting.append(step)
                found = longer
                continue
        if found:
            yield len(waiting), found.edits
        waiting, found = [step] if is_run(step, step) else [], None
    if found:
        yield len(waiting), found.edits
