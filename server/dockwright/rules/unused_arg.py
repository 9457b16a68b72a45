"""`unused-arg`: an ARG that nothing can see."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token
from dockwright.text import Span

_FOR_THE_BUILDER = ("BUILDKIT_", "SOURCE_DATE_EPOCH", "DOCKER_BUILDKIT")
_SEES_ALL = ("RUN", "ONBUILD")


@rule("unused-arg", Severity.INFORMATION)
def unused_arg(model: Model) -> Iterator[Finding]:
    if model.globals.places(("ARG",)):
        yield from _global(model)
    bases = {stage.base.index for stage in model.stages if stage.base}
    open_bases = [stage.index for stage in model.stages if stage.base is None and "$" in stage.base_word]
    for stage in model.stages[max(open_bases, default=0) :]:  # a variable after FROM may name any stage above
        if stage.index not in bases and stage.body.places(("ARG",)):
            yield from (finding.shifted(stage.start) for finding in _of_body(stage.body))


def _global(model: Model) -> Iterator[Finding]:
    units = model.globals.units
    for index, step in enumerate(model.global_steps):
        for token, name in _declared(step):
            elsewhere = any(name in unit.text for unit in units[:index] + units[index + 1 :])
            twice = step.instruction.unit.text.count(name) > 1
            if not elsewhere and not twice and not any(_mentions(stage.body, name) for stage in model.stages):
                yield _finding(token, name, f"Nothing in the file uses {name}: remove it, or use it.")


def _mentions(body: Body, name: str) -> bool:
    found: bool | None = body.memo.get(key := ("mentions", name))
    if found is None:
        found = body.memo[key] = any(name in unit.text for unit in body.units)
    return found


def _of_body(body: Body) -> tuple[Finding, ...]:
    """ARGs of a stage below which nothing names them, and no RUN or trigger finds them in its environment."""
    found: tuple[Finding, ...] | None = body.memo.get("unused-arg")
    if found is None:
        found = body.memo["unused-arg"] = tuple(_in(body))
    return found


def _in(body: Body) -> Iterator[Finding]:
    last = max(body.places(_SEES_ALL), default=-1)
    for index in body.places(("ARG",)):
        step = Step(Instruction(body.units[index], body.offsets[index]), body.states[index], body.states[index + 1])
        for token, name in _declared(step) if index > last else ():
            used = any(name in unit.text for unit in body.units[index + 1 :])
            if not used and body.units[index].text.count(name) == 1:
                yield _finding(token, name, f"Nothing below in this stage uses {name}: remove it, or use it.")


def _declared(step: Step) -> Iterator[tuple[Token, str]]:
    if step.instruction.name == "ARG" and not step.instruction.problems:
        for token in step.instruction.arguments:
            name = token.value.partition("=")[0]
            if name and not name.startswith(_FOR_THE_BUILDER):
                yield token, name


def _finding(token: Token, name: str, message: str) -> Finding:
    span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
    return Finding(span, message, tags=("unnecessary",))
