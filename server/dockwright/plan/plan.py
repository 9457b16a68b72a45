"""Everything that is known about an image before it is built."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.configuration import configuration
from dockwright.plan.stages import BuiltStage, build_order, target_of
from dockwright.plan.start_command import Start, ports, starts
from dockwright.plan.steps import PlannedStep, planned_steps
from dockwright.plan.value import Configuration
from dockwright.semantics import conversion
from dockwright.semantics.checks import problems
from dockwright.semantics.stage_chain import chain
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Body, Stage
    from dockwright.semantics.state import State
    from dockwright.syntax.nodes import Unit


class Plan(NamedTuple):
    """The result of building a stage."""

    target: Stage
    stages: tuple[BuiltStage, ...]
    configuration: Configuration
    steps: dict[int, tuple[PlannedStep, ...]]
    """The instructions of each stage in the build, by its index."""
    starts: tuple[Start, ...]
    ports: tuple[str, ...]
    in_image: tuple[int, ...]
    """The stages with layers in the image, the lowest first."""
    problems: tuple[tuple[int, str], ...]
    """Why the build fails: lines and messages."""


def plan(model: Model, context: Context | None = None, target: str = "") -> Plan | None:
    """The plan of a build; None where there is no such stage."""
    stage = target_of(model, target)
    if stage is None:
        return None
    stages = build_order(model, stage)
    made = configuration(model, stage)
    steps = {one.stage.index: planned_steps(model, one.stage, context) for one in stages if one.turn is not None}
    below = tuple(part.index for part in chain(stage)[::-1])
    return Plan(stage, stages, made, steps, starts(made), ports(made), below, tuple(_problems(model, stages)))


def _problems(model: Model, stages: tuple[BuiltStage, ...]) -> list[tuple[int, str]]:
    line_of = model.tree.text.line_of
    found = [(line_of(each.span.start) + 1, each.message) for each in model.tree.problems]
    bodies = [(model.globals, model.globals_start, False)]
    bodies += ((one.stage.body, one.stage.start, one.turn is not None) for one in stages)
    for body, start, is_built in bodies:
        refused = _refused_in(body, is_built)
        for offset, of_unit in compress(zip(body.offsets, refused, strict=True), refused):
            found += [(line_of(start + offset + at) + 1, message) for at, message in of_unit]
    return found


def _refused_in(body: Body, is_built: bool) -> tuple[list[tuple[int, str]], ...]:
    def refused(index: int) -> list[tuple[int, str]]:
        unit = body.units[index]
        return _refused(unit, body.states[index] if is_built or unit.name == "FROM" else None)

    return each(body.carried, "plan problems", is_built, (body.units, body.states[:-1]), refused)


def _refused(unit: Unit, state: State | None) -> list[tuple[int, str]]:
    """The errors in an instruction, with offsets from its start.

    BuildKit reads all of the file and every FROM, but converts other instructions only in stages that it builds; these
    have a `state`.
    """
    key = ("plan problems", state)
    found: list[tuple[int, str]] | None = unit.memo.get(key)
    if found is None:
        instruction = Instruction(unit, 0)
        told = problems(instruction) or (conversion.problems(instruction, state) if state and not unit.problems else [])
        found = unit.memo[key] = [(each.span.start, each.message) for each in told]
    return found
