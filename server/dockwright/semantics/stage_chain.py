"""A stage with all that it is based on."""

from __future__ import annotations

from dockwright.semantics.stage import Stage


def chain(stage: Stage) -> list[Stage]:
    """The stage, the one that it is based on, and so on."""
    found = [stage]
    while found[-1].base is not None:
        found.append(found[-1].base)
    return found
