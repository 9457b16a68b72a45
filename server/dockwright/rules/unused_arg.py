"""`unused-arg`: an ARG that nothing can see."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body
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
    bodies = {stage.body for stage in model.stages}
    users = model.globals.memo.setdefault("arg-users", {})
    start = model.global_steps[0].instruction.start
    for token, name in _alone(model.globals):
        if users.get(name) not in bodies:
            users[name] = next((body for body in bodies if any(name in unit.text for unit in body.units)), None)
            if users[name] is None:
                message = f"Nothing in the file uses {name}: remove it, or use it."
                yield _finding(token, name, message).shifted(start)


def _alone(scope: Body) -> tuple[tuple[Token, str], ...]:
    """The ARGs that nothing else before the first FROM names, with ranges from the start of the first."""
    found: tuple[tuple[Token, str], ...] | None = scope.memo.get("unused-arg")
    if found is None:
        texts = [unit.text for unit in scope.units]
        declared = [pair for index in scope.places(("ARG",)) for pair in _declared(scope, index)]
        found = tuple((token, name) for token, name in declared if sum(text.count(name) for text in texts) == 1)
        scope.memo["unused-arg"] = found
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
        for token, name in _declared(body, index) if index > last else ():
            if sum(unit.text.count(name) for unit in body.units[index:]) == 1:
                yield _finding(token, name, f"Nothing below in this stage uses {name}: remove it, or use it.")


def _declared(body: Body, index: int) -> Iterator[tuple[Token, str]]:
    instruction = Instruction(body.units[index], body.offsets[index])
    for token in () if instruction.problems else instruction.arguments:
        name = token.value.partition("=")[0]
        if name and not name.startswith(_FOR_THE_BUILDER):
            yield token, name


def _finding(token: Token, name: str, message: str) -> Finding:
    span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
    return Finding(span, message, tags=("unnecessary",))
