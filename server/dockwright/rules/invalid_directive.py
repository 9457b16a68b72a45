"""`invalid-directive`: parser directives that BuildKit refuses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.mentions import options
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.values import boolean


@rule("invalid-directive", Severity.ERROR)
def invalid_directive(model: Model) -> Iterator[Finding]:
    for problem in model.tree.zone.problems:
        yield Finding(problem.span, problem.message)
    check = model.tree.zone.get("check")
    for name, value, offset in options(check.value) if check else ():
        assert check
        if offset < 0 or name not in ("skip", "experimental", "error"):
            message = f'"{name}" is no option of # check=: it has skip=, error= and experimental=, with ; between them.'
            yield Finding(check.value_span, message)
        elif name == "error" and boolean(value) is None:
            yield Finding(check.value_span, f'error= is true or false, not "{value}".')
