"""`UndefinedArgInFrom`: a FROM with a variable that no ARG before the first FROM declares."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.model import Model
from dockwright.semantics.suggestions import similar
from dockwright.syntax.nodes import Unit
from dockwright.syntax.words import Variable
from dockwright.text import Edit


@rule("UndefinedArgInFrom", Severity.WARNING, on=())
def undefined_arg_in_from(model: Model) -> Iterator[Finding]:
    state = model.globals.final
    known = state.variables.keys() | state.declared
    for stage in model.stages:
        unit = stage.body.units[0]
        for word, variable in _uses(unit):
            if variable.name in known:
                continue
            meant = similar(variable.name, tuple(sorted(known)))
            hint = f"did you mean `{meant}`?" if meant else f"add `ARG {variable.name}` there"
            place = word.source(unit, variable.name_span).shifted(stage.start)
            fixes = (Fix(f"Change to `{meant}`", (Edit(place, meant),), safe=False, guess=True),) if meant else ()
            then = "its default is used" if variable.operator in ("-", ":-") else "it is empty here"
            message = f"`{variable.name}` is not declared before the first FROM, so {then}; {hint}"
            yield Finding(word.source(unit, variable.span).shifted(stage.start), message, fixes)


def _uses(unit: Unit) -> tuple[tuple[Word, Variable], ...]:
    """The variables in a FROM, each with the word that contains it."""
    found: tuple[tuple[Word, Variable], ...] | None = unit.memo.get("from-variables")
    if found is None:
        found = tuple((word, variable) for word in expanded(unit) for variable in word.variables if variable.name)
        unit.memo["from-variables"] = found
    return found
