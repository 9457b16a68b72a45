"""The configuration of an image at the end of a stage, or before one of its instructions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dockwright.frozen import replace
from dockwright.image.windows import is_windows
from dockwright.plan.base import base_configuration
from dockwright.plan.folding import CHANGING, PATHS_OF_WINDOWS, Folding, Settled, settled
from dockwright.plan.reasons import learned, of_variable, reason
from dockwright.plan.value import SINGLE, Configuration, Value
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import State
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.unit_memo import memo_of


def configuration(model: Model, stage: Stage, before: int | None = None) -> Configuration:
    """The configuration at the end of a stage, or before its instruction with the index `before`."""
    stages = chain(stage)[::-1]
    root = stages[0]
    known: dict[str, str] = {}
    for step in model.global_steps:
        learned(step.before, step.instruction.unit, step.after, known)
    windows = is_windows(stage)
    rows = _rows(model, stages, before)
    around = (rows, root.body.states[0], root.image, known, windows)
    memo, name = memo_of(root.body.units[0], "plan"), ("configuration", stage.index, before is None)
    kept: tuple[object, Configuration] | None = memo.get(name)
    if kept is None or kept[0] != around:
        folding = Folding(base_configuration(root, _unknown_image(model, root, known)), windows)
        kept = memo[name] = around, _folded(folding, rows, root.body.states[0], known)
    return _on_platform(kept[1], *_platform(model, root, windows), windows)


_Row = tuple[Unit, State, Settled | None, int]
"""An instruction that may change the configuration, the state before it, what it certainly sets, and its line."""


def _rows(model: Model, stages: list[Stage], before: int | None) -> list[_Row]:
    found: list[_Row] = []
    for part in stages:
        body, lines = part.body, part.lines(model.tree.text)
        sets = each(body.carried, "settled", None, (body.units, body.states[:-1]), _settled_of(body))
        for index in body.places(CHANGING):
            if part is stages[-1] and before is not None and index >= before:
                break
            found.append((body.units[index], body.states[index], sets[index], lines[index]))
    return found


def _settled_of(body: Body) -> Callable[[int], Settled | None]:
    return lambda index: settled(body.units[index], body.states[index])


def _folded(folding: Folding, rows: list[_Row], first: State, known: dict[str, str]) -> Configuration:
    for name, value in first.variables.items():
        if value is None:
            folding.known[name] = of_variable(first, name)
    for unit, state, sets, line in rows:
        if unit.name == "FROM":
            folding.begin()
            folding.fire(state)
            continue
        if known and unit.name == "ARG":
            folding.known.update({name: known[name] for name in _taken_up(unit) & known.keys()})
        if sets is not None:
            folding.take(sets, line)
        else:
            folding.apply(Instruction(unit, 0), state, line)
    return folding.result()


def _taken_up(unit: Unit) -> set[str]:
    """The global ARGs that an ARG without a value may inherit."""
    return {token.value for token in unit.arguments}


def _unknown_image(model: Model, root: Stage, known: dict[str, str]) -> str:
    if root.image is not None:
        return ""
    why = reason(model.globals.final, root.base_word, root.body.units[0].escape, known)
    return f"the base image, which depends on {why}"


def _platform(model: Model, root: Stage, windows: bool) -> tuple[Value, Value]:
    """The system and architecture: those in FROM, else those of the build."""
    flag = root.origin.flag("platform")
    line = model.tree.text.line_of(root.start) + 1 if flag else None
    word = flag.value or "" if flag else "$TARGETPLATFORM"
    state = model.globals.final
    found = state.expand(word, root.origin.unit.escape)
    if found:
        system, _, rest = found.partition("/")
        architecture = rest.partition("/")[0]
        if architecture:
            origin: Any = "line" if flag and "$" not in word else "option"
            return Value(system, origin, line), Value(architecture, origin, line)
    why = "the platform of the build" if "BUILD" not in word else "the platform of the builder"
    unknown = Value(None, "option", line, why)
    return (Value("windows", "base") if windows else unknown), unknown


def _on_platform(made: Configuration, system: Value, architecture: Value, windows: bool) -> Configuration:
    values = {**made.values, "Os": system, "Architecture": architecture}
    if windows and values["WorkingDir"].is_known:
        values["WorkingDir"] = Value(None, "builder", values["WorkingDir"].line, PATHS_OF_WINDOWS)
    return replace(made, values={name: values[name] for name in SINGLE})
