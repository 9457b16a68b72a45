"""What a rule over the build context finds in a stage, kept for as long as the stage and the context stay."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.findings.finding import Finding
from dockwright.semantics.stage import Stage

Find = Callable[[Stage], Finding | None]


def kept(stage: Stage, name: str, rests_on: tuple[object, ...], find: Find) -> Finding | None:
    """What `find` gives for a stage, with places in the file; asked again where other objects are what it rests on."""
    memo = stage.chain.memo
    known: tuple[tuple[object, ...], Finding | None] | None = memo.get(name)
    if known is None or any(new is not old for new, old in zip(rests_on, known[0], strict=True)):
        found = find(stage.alone if stage.base is None else stage)
        if stage.base is not None and found is not None:
            return found  # places in a base may change while the stage stays the same
        known = memo[name] = rests_on, found
    return known[1].shifted(stage.start) if known[1] is not None else None
