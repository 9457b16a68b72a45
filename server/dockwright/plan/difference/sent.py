"""The part of the build context that a build uses: BuildKit only sends what COPY, ADD and bind mounts name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.cache import watched
from dockwright.plan.copies import is_excluded

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage


class Sent(NamedTuple):
    """Files of the context, and their total size."""

    files: int
    bytes: int


def sent(model: Model, target: Stage, context: Context | None) -> Sent | None:
    """What a build of a stage takes from its context; None if not known."""
    if context is None or context.contents.undecided:
        return None
    found: dict[str, int] = {}
    for step in watched(model, target, context):
        for one in step.takes:
            if one.source is None or one.excluded is None or (one.is_folder and _has_marks(one.source)):
                return None
            found.update(_files(one.source, one.excluded, context))
    return Sent(len(found), sum(found.values()))


def _files(source: str, excluded: tuple[str, ...], context: Context) -> dict[str, int]:
    entries = [entry for entry in context.named(source) if entry.rule is None]
    return {
        entry.path: entry.size
        for entry in entries
        if not any(is_excluded(entry.path, source, pattern) for pattern in excluded)
    }


def _has_marks(source: str) -> bool:
    return any(mark in source for mark in "*?[\\")
