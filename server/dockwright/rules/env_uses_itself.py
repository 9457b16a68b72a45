"""`DL3044`: a variable is used in the very ENV that sets it, which still sees its old value."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.expanded import expanded
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Unit
from dockwright.text import Span


@rule("DL3044", Severity.WARNING, aliases=("env-uses-itself",))
def env_uses_itself(model: Model, config: Config) -> Iterator[Finding]:
    seen: set[str] = set()
    for instruction in model.tree.all("ENV", "ARG"):
        if instruction.name == "ARG":
            seen.update(token.value.partition("=")[0] for token in instruction.arguments)
            continue
        for name, span in _own_uses(instruction.unit):
            if name not in seen and (config.profile == "hadolint" or not _is_undefined(model, instruction.start, name)):
                message = f"This is the value that {name} had before: an ENV sees none of its own variables. Write two."
                yield Finding(span.shifted(instruction.start), message)
        seen.update(token.value for token in instruction.arguments[::2])


def _own_uses(unit: Unit) -> tuple[tuple[str, Span], ...]:
    """The variables that one item of an ENV sets and another one uses; spans from the unit's start."""
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
    """Whether a place lies in one item of an ENV."""
    first, last = unit.arguments[2 * index].span.start, unit.arguments[2 * index + 1].span.end
    return first <= span.start < last


def _is_undefined(model: Model, start: int, name: str) -> bool:
    """Whether `UndefinedVar` says as much already: nothing sets the variable before, for sure."""
    step = model.step_at(start)
    return step is not None and step.before.base_known and not step.before.lookup(name)[0]
