"""`ENV name value` and `LABEL name value` with a `=`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.forms.reread import crosses_comment, reread
from dockwright.findings.forms.words import Meaning, meaning, piecewise, written
from dockwright.lazy import pattern
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Edit, Span

_PLAIN = pattern(r"\$\{(\w+)\}(?!\w)")


def is_legacy(unit: Unit) -> bool:
    """Whether an instruction, or the one under its ONBUILD, is ENV or LABEL in the old form and can be read."""
    found = unit.inner or unit
    return found.name in ("ENV", "LABEL") and found.form == "legacy" and not unit.problems


def with_equals(unit: Unit) -> tuple[Edit, ...] | str:
    """The edits, from the unit's start, that write the old form with a `=`; or why that cannot be.

    The value is left as it is written where that is enough, put in double quotes where only blanks are in the way,
    and else written anew from what BuildKit makes of it.
    """
    if unit.inner and unit.escape != "\\":
        return "ONBUILD is read with a backslash as the escape character when it fires, whatever this file says."
    found = unit.inner or unit
    key, value = found.arguments
    wanted = _pair(found)
    if wanted is None:
        return "BuildKit cannot read it: a quote or a ${ is never closed, or an operator is unknown."
    for edits in _ways(unit, key, value, wanted[1]):
        if any(crosses_comment(unit, edit.span) for edit in edits):
            continue
        new = reread(unit, edits)
        new = new and (new.inner if unit.inner else new)
        if new and new.form == "pairs" and len(new.arguments) == 2 and not new.problems and _pair(new) == wanted:
            return edits
    if unit.comments:
        return "A comment stands where the value would have to be written anew."
    return "No quotes around the value would keep what BuildKit makes of it."


def _ways(unit: Unit, key: Token, value: Token, wanted: Meaning) -> Iterator[tuple[Edit, ...]]:
    between = Span(key.span.end, value.span.start)
    behind = Span(value.span.end, value.span.end)
    around = Edit(between, '="'), Edit(behind, '"')
    if not ("'" in value.value and unit.escape in value.value):  # cut into pairs, `'\'` goes on: an escape counts there
        yield (Edit(between, "="),)
    if '"' not in value.value:
        yield around
    for way in (written, piecewise):
        new = "=" + way(wanted, unit.escape)
        if "${" not in value.value:
            yield (Edit(Span(between.start, value.span.end), _PLAIN.sub(r"$\1", new)),)
        yield (Edit(Span(between.start, value.span.end), new),)
    yield around


def _pair(unit: Unit) -> tuple[Meaning, Meaning] | None:
    key, value = (meaning(token.value, unit.escape) for token in unit.arguments)
    return None if key is None or value is None else (key, value)
