"""`continuation-swallows-instruction`: a line that looks like an instruction continues the one above."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span

_WINDOWS_PATH = pattern(r"(?:^|[\s\"'=])[A-Za-z]:(?:\\[\w. -]+)*\Z")
_OPERATORS = ("&&", "||", "|", ";", "\\")


@rule("continuation-swallows-instruction", Severity.WARNING)
def continuation_swallows_instruction(step: Step) -> Iterator[Finding]:
    unit = step.instruction.unit
    joined, own = unit.joined, _own_words(unit)
    quote, scanned = "", unit.rest
    for index, (start, source) in enumerate(zip(joined.starts, joined.sources, strict=True)):
        line = joined.string[start : start + joined.lengths[index]]
        word = line[:11].split(" ", 1)[0].split("\t", 1)[0]
        if not index or word not in NAMES or word == line or source in own or unit.text[source - 1] != "\n":
            continue
        quote, scanned = _quote(joined.string, scanned, start, quote, unit.escape)
        end = _end_above(unit, index)
        if not quote and _WINDOWS_PATH.search(unit.text, 0, end) and unit.text[end : end + 1] == "\\":
            yield _of_path(unit, end).shifted(step.instruction.start)
        elif not quote:
            span = Span(source, source + len(word)).shifted(step.instruction.start)
            message = (
                f"The `{unit.escape}` above makes this {word} part of the {unit.name} instruction; "
                f"remove the `{unit.escape}`"
            )
            yield Finding(span, message, _fixes(unit, index, step.instruction.start))


def _own_words(unit: Unit) -> set[int]:
    """The starts of the instruction of ONBUILD and of the CMD of HEALTHCHECK, which are required."""
    found, inner = set(), unit.inner
    if inner is not None:
        found.add(inner.keyword.span.start)
    health = inner or unit
    if health.name == "HEALTHCHECK" and health.arguments:
        found.add(health.arguments[0].span.start)
    return found


def _quote(text: str, position: int, end: int, quote: str, escape: str) -> tuple[str, int]:
    """The quote that is open at `end`, given the one that is open at `position`, and the position reached."""
    while position < end:
        character = text[position]
        if character in (escape, "\\") and quote != "'":
            position += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"`" and character != escape:
            quote = character
        position += 1
    return quote, position


def _of_path(unit: Unit, end: int) -> Finding:
    span = Span(end, end + 1)
    message = "This `\\` joins the next line to the path; write `/`, or set another character with `# escape=`"
    fix = Fix("Change to `/`", (Edit(span, "/"),), safe=False)
    return Finding(span, message, (fix,) if unit.name in ("COPY", "ADD", "WORKDIR") else ())


def _end_above(unit: Unit, index: int) -> int:
    """The end of the text of the nearest non-empty line above."""
    while index > 1 and not unit.joined.lengths[index - 1]:
        index -= 1
    return unit.joined.sources[index - 1] + unit.joined.lengths[index - 1]


def _fixes(unit: Unit, index: int, start: int) -> tuple[Fix, ...]:
    """The edit that removes the continuation; None if the line would then end in an operator."""
    end = _end_above(unit, index)
    before = unit.text[:end].rstrip()
    newline = unit.text.find("\n", end)
    if not before or before.endswith(_OPERATORS) or newline < 0:
        return ()
    edit = Edit(Span(len(before), newline).shifted(start), "")
    return (Fix(f"Remove the `{unit.escape}` above", (edit,), safe=False),)
