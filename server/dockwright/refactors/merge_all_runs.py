"""All RUNs that follow one another become one each."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.refactors.merge_run import merged
from dockwright.refactors.refactor import Answer, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.run.mergeAll", "Merge all RUN instructions of this stage")
def merge_all_runs(model: Model, selection: Span) -> Answer:
    """Merge what can be merged in the stage at the cursor, where that is more than one pair."""
    stage = model.stage_at(selection.start)
    step = model.step_at(selection.start)
    if stage is None or step is None or step.instruction.name != "RUN" or len(stage.all("RUN")) < 3:
        return None
    rewrites = list(_rewrites(model, stage))
    if len(rewrites) < 2 and sum(count for count, _ in rewrites) < 3:
        return None
    count = sum(count for count, _ in rewrites)
    title = f"Merge {count} RUNs of this stage into {len(rewrites)}"
    return Rewrite(title, tuple(edit for _, edits in rewrites for edit in edits))


def merge_everywhere(model: Model) -> tuple[Edit, ...]:
    """The edits that merge what can be merged in every stage."""
    return tuple(edit for stage in model.stages for _, edits in _rewrites(model, stage) for edit in edits)


def _rewrites(model: Model, stage: Stage) -> Iterator[tuple[int, tuple[Edit, ...]]]:
    """How many RUNs become one, and how; each takes in as many as it can."""
    waiting: list[Step] = []
    found: Rewrite | None = None
    for step in stage.steps:
        if step.instruction.name == "RUN" and waiting:
            longer = merged(model, [*waiting, step])
            if isinstance(longer, Rewrite):
                waiting.append(step)
                found = longer
                continue
        if found:
            yield len(waiting), found.edits
        waiting, found = [step] if step.instruction.name == "RUN" else [], None
    if found:
        yield len(waiting), found.edits
