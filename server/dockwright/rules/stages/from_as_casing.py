"""`FromAsCasing`: FROM and AS in different case."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule("FromAsCasing", Severity.INFORMATION, on=("FROM",))
def from_as_casing(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if len(found.arguments) != 3 or found.arguments[1].value.upper() != "AS":
        return
    keyword, word = found.keyword.value, found.arguments[1]
    new = "AS" if keyword.isupper() else "as"
    if (keyword.isupper() or keyword.islower()) and word.value != new:
        fix = Fix(f"Change to `{new}`", (Edit(word.span, new),))
        yield Finding(word.span, f"`{keyword}` and `{word.value}` differ in case; write `{new}`", (fix,))
