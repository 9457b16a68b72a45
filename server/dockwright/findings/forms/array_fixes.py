"""Fixes in a RUN in exec form, whose words are written as a shell would read them: as items of its JSON array."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dockwright.findings.finding import Finding, Fix
from dockwright.frozen import replace
from dockwright.text import Edit

if TYPE_CHECKING:
    from dockwright.syntax.nodes import Unit


def fitted(findings: Iterable[Finding], units: Sequence[Unit], offsets: Sequence[int]) -> list[Finding]:
    """The findings with fixes that fit the form of each instruction; a fix that has no such form is left out."""
    if not any(unit.name == "RUN" and unit.is_json for unit in units):
        return list(findings)
    return [
        replace(one, fixes=tuple(new for fix in one.fixes if (new := _fitted(fix, units, offsets))))
        if one.fixes
        else one
        for one in findings
    ]


def _fitted(fix: Fix, units: Sequence[Unit], offsets: Sequence[int]) -> Fix | None:
    edits = [_edit(edit, units, offsets) for edit in fix.edits]
    return replace(fix, edits=tuple(edit for edit in edits if edit)) if all(edits) else None


def _edit(edit: Edit, units: Sequence[Unit], offsets: Sequence[int]) -> Edit | None:
    index = max(bisect_right(offsets, edit.span.start) - 1, 0)
    unit, start = units[index], offsets[index]
    if unit.name != "RUN" or not unit.is_json or not unit.arguments:
        return edit
    spans = [token.span.shifted(start) for token in unit.arguments]
    if edit.span.end < spans[0].start:
        return edit
    if any(span.start < edit.span.start and edit.span.end < span.end for span in spans):
        return None if any(mark in edit.new for mark in '\n"\\') else edit
    items = ", ".join(json.dumps(word, ensure_ascii=False) for word in edit.new.split(" ") if word)
    if any(mark in edit.new for mark in "&;|\n\"'\\$") or not items:
        return None
    if edit.span in spans:
        return Edit(edit.span, items)
    if edit.span.start == edit.span.end:
        if edit.new.startswith(" ") and any(span.end == edit.span.end for span in spans):
            return Edit(edit.span, f", {items}")
        if edit.new.endswith(" ") and any(span.start == edit.span.start for span in spans):
            return Edit(edit.span, f"{items}, ")
    return None
