"""A model with the author's mistakes corrected: comments after words, and detached flag values. Rules check it."""

from __future__ import annotations

from copy import copy

from dockwright.semantics.mistakes.detached_values import with_values
from dockwright.semantics.mistakes.trailing_comments import meant
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, states_of
from dockwright.semantics.state import State
from dockwright.semantics.structure import Moves
from dockwright.syntax.nodes import Unit
from dockwright.text import Span


def as_meant(model: Model) -> Model:
    """The corrected model; the same object if there are no such mistakes."""
    if model.kept("as meant", lambda: _is_right(model), lambda known, moved: _stays_right(model, known, moved)):
        return model
    globals_ = model.globals
    scope = _body(globals_, globals_.states[0])
    stages: list[Stage] = []
    for stage in model.stages:
        stages.append(_stage(stage, stages[stage.base.index] if stage.base else None))
    if scope is globals_ and all(new is old for new, old in zip(stages, model.stages, strict=True)):
        return model
    made = copy(model)
    made.globals, made.stages = scope, stages
    made.before = {index: _alone(stage) for index, stage in model.before.items()}
    made.follow_stages()
    return made


def written(body: Body) -> tuple[Unit, ...]:
    """The units of a body as written in the file."""
    found: tuple[Unit, ...] = body.memo.get("written", body.units)
    return found


def spoilt(body: Body) -> tuple[Span, ...]:
    """The ranges of instructions with such mistakes, from the start of the body."""
    found: tuple[Span, ...] | None = body.memo.get("spoilt")
    if found is None:
        units = zip(body.units, written(body), body.offsets, strict=True)
        found = tuple(Span(offset, offset + len(old.text)) for unit, old, offset in units if unit is not old)
        body.memo["spoilt"] = found
    return found


def spoilt_in(model: Model) -> tuple[Span, ...]:
    """The ranges of instructions with such mistakes in the file."""
    scope = tuple(span.shifted(model.globals_start) for span in spoilt(model.globals))
    return scope + tuple(span.shifted(stage.start) for stage in model.stages for span in spoilt(stage.body))


def _is_right(model: Model) -> bool:
    """Whether there are no such mistakes."""
    return all(_body(body, body.states[0]) is body for body in (model.globals, *(one.body for one in model.stages)))


def _stays_right(model: Model, known: bool, moved: Moves) -> bool | None:
    """Whether there are still no such mistakes after an edit in one stage; None if all have to be checked."""
    if not known or model.followed is None:
        return None
    body = model.stages[model.section_edited(moved) - 1].body
    return _body(body, body.states[0]) is body


def _alone(stage: Stage) -> Stage:
    return _stage(stage, _alone(stage.base) if stage.base else None)


def _stage(stage: Stage, base: Stage | None) -> Stage:
    """The corrected stage, given the corrected stage of its base."""
    if base is stage.base:
        body = _body(stage.body, stage.body.states[0])
        if body is stage.body:
            return stage
    else:
        assert base is not None
        body = _body(stage.body, base.final)
    made = Stage(body, stage.start, stage.index, base, stage.image)
    made.is_base, made.is_last = stage.is_base, stage.is_last
    return made


def _body(body: Body, state: State) -> Body:
    kept: tuple[State, Body] | None = body.memo.get("as meant")
    if kept is None or kept[0] is not state:
        kept = body.memo["as meant"] = state, _made(body, state)
    return kept[1]


def _made(body: Body, state: State) -> Body:
    units = tuple(map(_corrected, body.units))
    if state is body.states[0] and all(new is old for new, old in zip(units, body.units, strict=True)):
        return body
    carried = body.carried.setdefault("as meant", {})
    return Body(units, body.offsets, states_of(units, state, carried), body.name, {"written": body.units}, carried)


def _corrected(unit: Unit) -> Unit:
    found: Unit | None = unit.memo.get("as meant")
    if found is None:
        found = unit.memo["as meant"] = with_values(meant(unit))
    return found
