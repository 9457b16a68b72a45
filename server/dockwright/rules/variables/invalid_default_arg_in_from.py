"""`InvalidDefaultArgInFrom`: a FROM without a valid image name if no build arguments are passed."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.bases import default_state
from dockwright.semantics.expanded import expanded
from dockwright.semantics.image_names import refusal
from dockwright.semantics.model import Model
from dockwright.semantics.state import State
from dockwright.syntax.nodes import Unit


@rule("InvalidDefaultArgInFrom", Severity.INFORMATION, on=())
def invalid_default_arg_in_from(model: Model, config: Config) -> Iterator[Finding]:
    defaults = default_state(model)
    given = model.build_args if config.profile != "buildkit" else {}  # BuildKit reports it in any case
    for stage in model.stages:
        if stage.base is None:
            unit = stage.body.units[0]
            found = _finding(unit, defaults)
            if found is not None and not any(
                variable.name in given for word in expanded(unit) for variable in word.variables
            ):
                yield found.shifted(stage.start)


def _finding(unit: Unit, defaults: State) -> Finding | None:
    key = ("default-base", defaults)
    if key not in unit.memo:
        unit.memo[key] = _find(unit, defaults)
    found: Finding | None = unit.memo[key]
    return found


def _find(unit: Unit, defaults: State) -> Finding | None:
    word = next((word for word in expanded(unit) if word.kind == "argument"), None)
    value = defaults.expand_parts(word.parts, unit.escape) if word and word.error is None else None
    if word is None or value is None or not refusal(value):
        return None
    if not word.variables:
        return Finding(word.span, f"Invalid image name `{value}`")
    if not value:
        return Finding(word.span, "Without build arguments, FROM has no base image; give the ARG a default")
    message = f"Without build arguments, the base image `{value}` is invalid; give the ARG a default that works"
    return Finding(word.span, message)
