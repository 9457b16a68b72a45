"""The steps of a stage that BuildKit runs: what changes files; other instructions are in the configuration alone."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.plan.triggers import fired
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step

_NAMES = frozenset({"RUN", "COPY", "ADD", "WORKDIR"})


def works(model: Model, stage: Stage) -> Iterator[tuple[Step, int, str]]:
    """Those that ONBUILD of the base has kept first, then its own, each with its line and its text without layout."""
    yield from (each for each in fired(model, stage) if is_work(each[0]))
    for step in stage.steps:
        if is_work(step):
            line = model.tree.text.line_of(step.instruction.keyword.span.start) + 1
            yield step, line, text_of(step)


def is_work(step: Step) -> bool:
    """Whether BuildKit runs it; every image has `/`, so that nothing is done for a WORKDIR that leads there."""
    found = step.instruction
    return found.name in _NAMES and not found.problems and (found.name != "WORKDIR" or step.after.workdir != "/")


def text_of(step: Step) -> str:
    """The text of a step without its layout."""
    return " ".join(step.instruction.text.split())
