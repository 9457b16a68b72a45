"""`unused-arg`: an ARG that nothing uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Span

_FOR_THE_BUILDER = ("BUILDKIT_", "SOURCE_DATE_EPOCH", "DOCKER_BUILDKIT")
_SEES_ALL = ("RUN", "ONBUILD")


@rule("unused-arg", Severity.INFORMATION)
def unused_arg(model: Model) -> Iterator[Finding]:
    if model.globals.places(("ARG",)):
        yield from _global(model)
    for index in _asked(model):
        stage = model.stages[index]
        if stage.body.places(("ARG",)):
            yield from (finding.shifted(stage.start) for finding in _of_body(stage.body))


def _asked(model: Model) -> list[int]:
    """The stages whose ARGs no other stage sees; unchanged as long as the structure of the file is."""
    found: list[int] | None = model.structure.memo.get("unused-arg")
    if found is None:
        bases = {stage.base.index for stage in model.stages if stage.base}
        # a variable in FROM may name any stage above
        is_open = [stage.index for stage in model.stages if stage.base is None and "$" in stage.base_word]
        found = [index for index in range(max(is_open, default=0), len(model.stages)) if index not in bases]
        model.structure.memo["unused-arg"] = found
    return found


def _global(model: Model) -> Iterator[Finding]:
    bodies = {stage.body for stage in model.stages}
    users = model.globals.memo.setdefault("arg-users", {})
    start = model.global_steps[0].instruction.start
    for token, name in _alone(model.globals, -1):
        if users.get(name) not in bodies:
            users[name] = next((body for body in bodies if any(name in _words(unit) for unit in body.units)), None)
            if users[name] is None:
                message = f"Nothing in this file uses `{name}`; remove it or use it"
                yield _finding(token, name, message).shifted(start)


def _of_body(body: Body) -> tuple[Finding, ...]:
    """The ARGs of a stage that nothing below names and no RUN or trigger has in its environment."""
    found: tuple[Finding, ...] | None = body.memo.get("unused-arg")
    if found is None:
        last = max(body.places(_SEES_ALL), default=-1)
        message = "Nothing below in this stage uses `{0}`; remove it or use it"
        given = _alone(body, last) if body.places(("ARG",))[-1] > last else ()
        found = tuple(_finding(token, name, message.format(name)) for token, name in given)
        body.memo["unused-arg"] = found
    return found


def _alone(body: Body, last: int) -> tuple[tuple[Token, str], ...]:
    """The ARGs after the unit `last` that no other unit after it names; spans count from the start of the body."""
    found: tuple[tuple[Token, str], ...] | None = body.memo.get(key := ("alone", last))
    if found is None:
        counts = Counter(word for unit in body.units[last + 1 :] for word in _words(unit))
        places = [index for index in body.places(("ARG",)) if index > last]
        given = [(token, name, index) for index in places for token, name in _declared(body, index)]
        found = tuple(
            (token, name) for token, name, index in given if counts[name] < 2 and _once(name, body.units[index])
        )
        body.memo[key] = found
    return found


def _words(unit: Unit) -> frozenset[str]:
    """All words in the text of an instruction that may be names."""
    found: frozenset[str] | None = unit.memo.get("words")
    if found is None:
        found = unit.memo["words"] = frozenset(re.findall(r"\w+", unit.text))
    return found


def _once(name: str, unit: Unit) -> bool:
    return len(re.findall(rf"\b{re.escape(name)}\b", unit.text)) == 1


def _declared(body: Body, index: int) -> Iterator[tuple[Token, str]]:
    instruction = Instruction(body.units[index], body.offsets[index])
    for token in () if instruction.problems else instruction.arguments:
        name = token.value.partition("=")[0]
        if name and not name.startswith(_FOR_THE_BUILDER):
            yield token, name


def _finding(token: Token, name: str, message: str) -> Finding:
    span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
    return Finding(span, message, tags=("unnecessary",))
