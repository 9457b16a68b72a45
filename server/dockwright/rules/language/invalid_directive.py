"""`invalid-directive`: parser directives that BuildKit rejects."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.suppression_names import options
from dockwright.semantics.model import Model
from dockwright.semantics.values import boolean
from dockwright.text import Edit, Span


@rule("invalid-directive", Severity.ERROR, on=())
def invalid_directive(model: Model) -> Iterator[Finding]:
    for problem in model.tree.zone.problems:
        fixes = (_removal(model, problem.span),) if problem.code == "duplicate-directive" else ()
        yield Finding(problem.span, problem.message, fixes)
    check = model.tree.zone.get("check")
    for name, value, offset in options(check.value) if check else ():
        assert check
        if offset < 0 or name not in ("skip", "experimental", "error"):
            message = (
                f"Unknown option `{name}` of `# check=`; use `skip=`, `error=` or `experimental=`, separated by `;`"
            )
            yield Finding(check.value_span, message)
        elif name == "error" and boolean(value) is None:
            yield Finding(check.value_span, f"Invalid value `{value}` for `error=`; use `true` or `false`")


def _removal(model: Model, span: Span) -> Fix:
    """The edit that removes the line of a directive."""
    text = model.tree.text.string
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end) + 1
    return Fix("Remove this line", (Edit(Span(start, end or len(text)), ""),), safe=False)
