"""`DL3044`: a variable is used in the ENV that sets it, where it still has the old value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.expanded import expanded
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body
from dockwright.syntax.nodes import Unit
from dockwright.text import Span


@rule("DL3044", Severity.OFF, aliases=("env-uses-itself",), on=("ENV", "ARG"))
def env_uses_itself(model: Model, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"
    if not any(map(_has_uses, (model.globals, *(stage.body for stage in model.stages)))):
        return
    seen: set[str] = set()
    for body, start in ((model.globals, model.globals_start), *((stage.body, stage.start) for stage in model.stages)):
        found = _in(body)
        for name, span, before in found.uses:
            used = model.tree.text.slice(span.shifted(start)) if hadolint else ""
            if used.startswith("${") and used != f"${{{name}}}":
                continue  # hadolint ignores variables with an operator
            if name not in seen and name not in before:
                message = f"This is the value of `{name}` from before this ENV; set `{name}` in an earlier ENV"
                yield Finding(span.shifted(start), message)
        seen |= found.names


class _Found(NamedTuple):
    names: frozenset[str]
    """The names that ENV and ARG set in a body."""
    uses: tuple[tuple[str, Span, frozenset[str]], ...]
    """The names that an ENV sets and uses, with spans from the start of the body, and the names set before it."""


def _in(body: Body) -> _Found:
    found: _Found | None = body.memo.get("DL3044")
    if found is None:
        names: set[str] = set()
        uses = []
        for index in body.places(("ENV", "ARG")):
            unit = body.units[index]
            if unit.name == "ARG":
                names.update(token.value.partition("=")[0] for token in unit.arguments)
                continue
            own = own_uses(unit)
            uses += [(name, span.shifted(body.offsets[index]), frozenset(names)) for name, span in own]
            names.update(token.value for token in unit.arguments[::2])
        found = body.memo["DL3044"] = _Found(frozenset(names), tuple(uses))
    return found


def _has_uses(body: Body) -> bool:
    found: bool | None = body.memo.get("DL3044?")
    if found is None:
        found = body.memo["DL3044?"] = any(own_uses(body.units[index]) for index in body.places(("ENV",)))
    return found


def own_uses(unit: Unit) -> tuple[tuple[str, Span], ...]:
    """The variables that one item of an ENV sets and another uses; spans count from the start of the unit."""
    found: tuple[tuple[str, Span], ...] | None = unit.memo.get("DL3044")
    if found is None:
        found = ()
        if len(unit.arguments) > 2 and "$" in unit.text:
            items = unit.arguments[::2]
            uses = [
                (variable.name, word.source(unit, variable.span))
                for word in expanded(unit)
                for variable in word.variables
            ]
            found = tuple(
                (name, span)
                for name, span in uses
                if any(item.value == name and not _holds(unit, index, span) for index, item in enumerate(items))
            )
        unit.memo["DL3044"] = found
    return found


def _holds(unit: Unit, index: int, span: Span) -> bool:
    """Whether an offset is within one item of an ENV."""
    first, last = unit.arguments[2 * index].span.start, unit.arguments[2 * index + 1].span.end
    return first <= span.start < last
