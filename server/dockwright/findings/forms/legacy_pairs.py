"""Converts `ENV name value` and `LABEL name value` to the form with `=`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.forms.reparse import crosses_comment, reread
from dockwright.findings.forms.words import Meaning, meaning, piecewise, written
from dockwright.lazy import pattern
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Edit, Span

_EQUALS = pattern(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|(?P<before>[ \t]*)=(?P<after>[ \t]*)")
"""A quoted word, or a `=` with the blanks around it."""
_KEY = pattern(r"[\w.\-/]+\Z")
_PLAIN = pattern(r"\$\{(\w+)\}(?!\w)")


def is_legacy(unit: Unit) -> bool:
    """Whether an instruction, or the one under its ONBUILD, is a valid ENV or LABEL in the old form."""
    found = unit.inner or unit
    return found.name in ("ENV", "LABEL") and found.form == "legacy" and not unit.problems


def with_equals(unit: Unit) -> tuple[Edit, ...] | str:
    """The edits, from the start of the unit, to the form with `=`; or a reason if impossible.

    The value is kept as written if possible, put in double quotes if it only contains blanks, and otherwise written
    from the value that BuildKit reads.
    """
    if unit.inner and unit.escape != "\\":
        return "ONBUILD is read with a backslash as the escape character when it fires, whatever this file says."
    found = unit.inner or unit
    if blanks_around(unit):
        return "Blanks stand around the =, and are part of the value: remove them."
    key, value = found.arguments
    wanted = _pair(found)
    if wanted is None:
        return "BuildKit cannot parse it; a quote or `${` is never closed, or an operator is unknown"
    for edits in _ways(unit, key, value, wanted[1]):
        if any(crosses_comment(unit, edit.span) for edit in edits):
            continue
        new = reread(unit, edits)
        new = new and (new.inner if unit.inner else new)
        if new and new.form == "pairs" and len(new.arguments) == 2 and not new.problems and _pair(new) == wanted:
            return edits
    if unit.comments:
        return "There is a comment where the value would be rewritten"
    return "No quotes around the value would keep what BuildKit makes of it."


def blanks_around(unit: Unit) -> bool:
    """Whether pairs have blanks before the `=`, so that everything after is the value of the first."""
    found = unit.inner or unit
    return found.form == "legacy" and len(found.arguments) == 2 and found.arguments[1].value.startswith("=")


def without_blanks(unit: Unit) -> tuple[Edit, ...]:
    """The edits, from the start of the unit, that remove blanks around each `=`; none if that gives no valid pairs."""
    found = unit.inner or unit
    text, start = found.joined.string, found.joined.offset(found.arguments[0].span.start)
    edits = tuple(
        Edit(found.joined.span(*match.span(group)), "")
        for match in _EQUALS.finditer(text, start)
        for group in ("before", "after")
        if match[group]
    )
    if not edits or any("\n" in unit.text[edit.span.start : edit.span.end] for edit in edits):
        return ()
    new = reread(unit, edits)
    made = new and (new.inner if unit.inner else new)
    keys = made.arguments[::2] if made and made.form == "pairs" and not made.problems else ()
    return edits if keys and all(_KEY.match(key.value) for key in keys) else ()


def _ways(unit: Unit, key: Token, value: Token, wanted: Meaning) -> Iterator[tuple[Edit, ...]]:
    between = Span(key.span.end, value.span.start)
    behind = Span(value.span.end, value.span.end)
    around = Edit(between, '="'), Edit(behind, '"')
    if not (
        "'" in value.value and unit.escape in value.value
    ):  # a word like `'\'` does not end when split into pairs: escapes count there
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
