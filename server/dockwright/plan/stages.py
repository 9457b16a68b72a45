"""The stages of a build, their dependencies, and which of them may be built at the same time."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.semantics.model import Model
from dockwright.semantics.references import mentions
from dockwright.semantics.stage import Stage


class BuiltStage(NamedTuple):
    """A stage of the file and its place in the build order."""

    stage: Stage
    needs: tuple[int, ...]
    """The stages that it is based on or takes files from, by index."""
    turn: int | None
    """From 1: stages with equal numbers may be built at the same time; None if the build does not include it."""


def target_of(model: Model, name: str) -> Stage | None:
    """The stage that `--target` refers to: by its name in any case, or its number; without a name, the last one."""
    if not name:
        return model.stages[-1] if model.stages else None
    found = next((stage for stage in reversed(model.stages) if stage.name == name.lower()), None)
    if found is None and name.isascii() and name.isdigit() and int(name) < len(model.stages):
        found = model.stages[int(name)]
    return found


def build_order(model: Model, target: Stage) -> tuple[BuiltStage, ...]:
    """All stages in file order, for a build of `target`."""
    turns: dict[int, int] = {}
    waits = {stage.index: needs(model, stage) for stage in model.stages}

    def turn(stage: Stage) -> int:
        found = turns.get(stage.index)
        if found is None:
            turns[stage.index] = 0  # a stage that copies from itself does not wait for another
            found = turns[stage.index] = 1 + max((turn(model.stages[index]) for index in waits[stage.index]), default=0)
        return found

    turn(target)
    return tuple(BuiltStage(stage, waits[stage.index], turns.get(stage.index)) for stage in model.stages)


def needs(model: Model, stage: Stage) -> tuple[int, ...]:
    """The stages that a stage is based on or takes files from, including through ONBUILD of its base."""
    found = [stage.base.index] if stage.base else []
    own = [mention for mention in mentions(stage.body) if not mention.is_trigger]
    fired = [mention for mention in mentions(stage.base.body) if mention.is_trigger] if stage.base else []
    for mention in (*fired, *own):
        other = model.stage_referred(mention.token.value, mention.kind == "copy")
        if other is not None and other.index < stage.index:
            found.append(other.index)
    return tuple(dict.fromkeys(found))
