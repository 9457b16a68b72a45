"""How often each step of the current file would have run again over a history of changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.cache import CachedStep, follow, watched

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage


class StepHistory(NamedTuple):
    """A step, and the number of commits after which it would have run again."""

    step: CachedStep
    taken: int
    """Commits that change what it takes from the context."""
    again: int
    """Commits after which it certainly runs again."""
    perhaps: int
    """Commits after which it may run again."""


def history(
    model: Model, target: Stage, context: Context | None, commits: Iterable[Sequence[str]]
) -> tuple[StepHistory, ...]:
    """The effect of each commit, given as changed paths relative to the context, on each step."""
    watching = watched(model, target, context)
    steps = follow(watching, model, context, "").steps
    known: dict[str, tuple[CachedStep, ...]] = {}
    taken, again, perhaps = ([0] * len(steps) for _ in range(3))
    for paths in commits:
        for path in paths:
            if path not in known:
                known[path] = follow(watching, model, context, path).steps
        for index in range(len(steps)):
            found = [known[path][index] for path in paths]
            level = max((one.level for one in found), default=0)
            taken[index] += any(one.takes for one in found)
            again[index] += level == 2
            perhaps[index] += level == 1
    return tuple(StepHistory(*row) for row in zip(steps, taken, again, perhaps, strict=True))
