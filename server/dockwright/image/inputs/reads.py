"""What a command reads, as part of its effect: a build that gets further has it, so no later command reports it."""

from __future__ import annotations

from dockwright.image.commands import Ran
from dockwright.image.effects.effect import ANYTHING, Effect, PathChange
from dockwright.image.inputs.command_inputs import needs


def with_reads(found: Effect, made: Ran, variables: frozenset[str]) -> Effect:
    """The effect of a command with the files that it needs, if the build fails without them."""
    if found is ANYTHING or not made.fatal or not made.certain or made.conditions:
        return found
    reads = tuple(PathChange("read", path) for need in needs(made, variables) for path in need.paths)
    return found._replace(paths=(*reads, *found.paths)) if reads else found
