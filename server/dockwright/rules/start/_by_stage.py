"""Findings of rules over the build context, cached per stage while the stage and the context are unchanged."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding
from dockwright.semantics.stage import Stage

Find = Callable[[Stage], Finding | None]


def kept(stage: Stage, name: str, context: Context, find: Find) -> Finding | None:
    """The findings of `find` for a stage, with spans in the file; computed again for another context object."""
    memo = stage.chain.memo
    known: tuple[Context, Finding | None] | None = memo.get(name)
    if known is None or known[0] is not context:
        found = find(stage.alone if stage.base is None else stage)
        if stage.base is not None and found is not None:
            return found  # places in a base may change while the stage is unchanged
        known = memo[name] = context, found
    return known[1].shifted(stage.start) if known[1] is not None else None
