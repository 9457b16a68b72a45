"""Iterates over a stage and its bases."""

from __future__ import annotations

from dockwright.semantics.stage import Stage


def chain(stage: Stage) -> list[Stage]:
    """The stage, its base, the base of that, and so on."""
    found = [stage]
    while found[-1].base is not None:
        found.append(found[-1].base)
    return found
