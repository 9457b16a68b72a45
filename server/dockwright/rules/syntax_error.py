"""`syntax-error`: what BuildKit's parser refuses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model


@rule("syntax-error", Severity.ERROR, aliases=("DL1000",))
def syntax_error(model: Model) -> Iterator[Finding]:
    for problem in model.tree.problems:
        yield Finding(problem.span, problem.message)
