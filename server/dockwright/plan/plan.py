"""Everything that is known about an image before it is built."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.configuration import configuration
from dockwright.plan.stages import BuiltStage, build_order, target_of
from dockwright.plan.start_command import Start, ports, starts
from dockwright.plan.steps import PlannedStep, planned_steps
from dockwright.plan.value import Configuration
from dockwright.semantics.checks import problems
from dockwright.semantics.stage_chain import chain
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Body, Stage
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
    return Plan(stage, stages, made, steps, starts(made), ports(made), below, tuple(_problems(model)))


def _problems(model: Model) -> list[tuple[int, str]]:
    line_of = model.tree.text.line_of
    found = [(line_of(each.span.start) + 1, each.message) for each in model.tree.problems]
    bodies = ((model.globals, model.globals_start), *((stage.body, stage.start) for stage in model.stages))
    for body, start in bodies:
        refused = _refused_in(body)
        for offset, of_unit in compress(zip(body.offsets, refused, strict=True), refused):
            found += [(line_of(start + offset + at) + 1, message) for at, message in of_unit]
    return found


def _refused_in(body: Body) -> tuple[list[tuple[int, str]], ...]:
    return each(body.carried, "plan problems", None, (body.units,), lambda index: _refused(body.units[index]))


def _refused(unit: Unit) -> list[tuple[int, str]]:
    """The errors of BuildKit's typed layer in an instruction, with offsets from its start."""
    found: list[tuple[int, str]] | None = unit.memo.get("plan problems")
    if found is None:
        found = unit.memo["plan problems"] = [
            (each.span.start, each.message) for each in problems(Instruction(unit, 0))
        ]
    return found
