"""`flag-needs-newer-syntax`: the file pins a version of its syntax that does not have a flag yet."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Related, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.syntax_version import pinned
from dockwright.syntax.language import flags
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span

_HEREDOCS = 4


@rule("flag-needs-newer-syntax", Severity.WARNING, engines=("buildkit",))
def flag_needs_newer_syntax(model: Model) -> Iterator[Finding]:
    directive = model.tree.zone.get("syntax")
    match = pinned(model.tree)
    if directive is None or match is None:
        return
    asked = int(match["minor"])
    found: list[tuple[Span, str, int]] = []
    for instruction in model.tree.instructions:
        for span, what, since in newer(instruction.unit):
            if since > asked:
                found.append((span.shifted(instruction.start), what, since))
    for span, what, since in found:
        newest = max(since for _, _, since in found)
        start = directive.value_span.start + match.start("version")
        edit = Edit(Span(start, directive.value_span.end), f"1.{newest}")
        message = f"{what} came with version 1.{since} of the syntax, and the file asks for 1.{asked}: raise that."
        place = Related(directive.span, "The version is pinned here")
        yield Finding(span, message, (Fix(f"Raise the syntax to 1.{newest}", (edit,), safe=False),), related=(place,))


def newer(unit: Unit) -> tuple[tuple[Span, str, int], ...]:
    """The parts of an instruction that the first version did not have, and the minor version that brought each."""
    found: tuple[tuple[Span, str, int], ...] | None = unit.memo.get("newer")
    if found is None:
        found = unit.memo["newer"] = tuple(_look(unit.inner or unit))
    return found


def _look(unit: Unit) -> Iterator[tuple[Span, str, int]]:
    known = flags(unit.name)
    for flag in unit.flags:
        facts = known.get(flag.name)
        if facts and facts.since:
            yield flag.name_span, f"--{flag.name} of {unit.name}", int(facts.since.partition(".")[2])
    for heredoc in unit.heredocs:
        yield heredoc.marker, "Heredocs", _HEREDOCS
