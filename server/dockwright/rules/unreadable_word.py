"""`unreadable-word`: a word that BuildKit's shell lexer refuses where it replaces variables."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("unreadable-word", Severity.ERROR, more_may_settle=True)
def unreadable_word(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "unreadable-word"):
        yield Finding(problem.span, problem.message)
