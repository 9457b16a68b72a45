"""How often the sources of each COPY and ADD changed in git's history: numbers for hints, with limited work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import FEWEST_COMMITS
from dockwright.plan.cache import follow, taken, watched
from dockwright.plan.stages import build_order
from dockwright.plan.works import text_of

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage

MOST_PATHS = 3_000
"""Maximum number of different paths in all commits; older commits are left out."""


class CopyChange(NamedTuple):
    """Numbers for one COPY or ADD."""

    changed: int
    """Commits that change what it takes."""
    again: int
    """The number of steps after it in its stage, which run again as well."""


class CopyChanges(NamedTuple):
    """By stage index and text; without uncertain ones, and those that occur twice in a stage."""

    commits: int
    steps: Mapping[tuple[int, str], CopyChange]


def copy_changes(model: Model, target: Stage, context: Context, commits: Sequence[Sequence[str]]) -> CopyChanges | None:
    """Numbers for the newest commits; None if there are too few. Paths are relative to the context."""
    seen: set[str] = set()
    count = 0
    for paths in commits:
        if len(seen.union(paths)) > MOST_PATHS:
            break
        seen.update(paths)
        count += 1
    if count < FEWEST_COMMITS:
        return None
    ignore = None if context.contents.undecided else context.contents.ignore
    sent = [path for path in seen if not (ignore and (rule := ignore.decide(path)) and not rule.exception)]
    watching = watched(model, target, context)
    found: dict[tuple[int, str], CopyChange] = {}
    for one in build_order(model, target):
        copying = one.stage.all("COPY", "ADD") if one.turn is not None else []
        times = Counter(text_of(step) for step in copying)
        for step in copying:
            if times[text_of(step)] > 1:
                continue
            words = tuple(taken(model, one.stage, step, context))
            levels = {path: max((word.level(path) for word in words), default=0) for path in sent}
            own = {path for path, level in levels.items() if level}
            if not own or 1 in levels.values():
                continue
            changed = sum(not own.isdisjoint(paths) for paths in commits[:count])
            line = model.tree.text.line_of(step.instruction.keyword.span.start) + 1
            name = one.stage.name or str(one.stage.index)
            again = [
                each.line
                for each in follow(watching, model, context, min(own)).steps
                if each.stage == name and each.level == 2
            ]
            found[one.stage.index, text_of(step)] = CopyChange(changed, sum(other > line for other in again))
    return CopyChanges(count, found)
