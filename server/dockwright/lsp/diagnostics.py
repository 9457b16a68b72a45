"""Findings as JSON, straight to bytes: a keystroke serialises only what it changed, however long the document is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from dockwright.lsp import uris
from dockwright.lsp.document import Document

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding, Group, Related

TAGS = {"unnecessary": 1, "deprecated": 2}


def items(document: Document) -> orjson.Fragment:
    """The diagnostics of a document: a JSON array."""
    if not (document.config.diagnostics and (document.is_dockerfile or document.is_ignore_file)):
        return orjson.Fragment(b"[]")
    groups = [group for group in document.shown_groups() if group.findings]
    known: Rendered | None = document.rendered
    still: list[_Row | None] = _unmoved(document, known, groups) if known else [None] * len(groups)
    templates = _templates(known.rows, still) if known and None in still else {}
    rows = [
        row or _row(document, group, templates.get(id(group.findings)))
        for row, group in zip(still, groups, strict=True)
    ]
    document.rendered = Rendered(document.snapshot, groups, rows)
    return orjson.Fragment(b"[" + b",".join([row.json for row in rows]) + b"]")


class _Row(NamedTuple):
    """The JSON of a group of findings."""

    template: _Template
    json: bytes


class Rendered(NamedTuple):
    """What was last made of a document."""

    snapshot: Any
    groups: list[Group]
    rows: list[_Row]


def _unmoved(document: Document, known: Rendered, groups: list[Group]) -> list[_Row | None]:
    """The JSON that groups had before and have still: of the same findings, in lines that are counted as before."""
    tree, before = getattr(document.snapshot, "tree", None), getattr(known.snapshot, "tree", None)
    nothing: list[_Row | None] = [None] * len(groups)
    if tree is None or before is None:
        return nothing
    change = tree.change
    if tree is before:
        first = stop = by = 0
    elif change is not None and change.parent() is before and len(tree.text.starts) == len(before.text.starts):
        # A text that became empty has no pieces, so that nothing begins at the first new one.
        first = tree.starts[change.first] if change.first < len(tree.starts) else len(tree.text)
        by = change.moved
        stop = before.starts[change.parent_stop] if change.parent_stop < len(before.starts) else len(before.text)
    else:
        return nothing
    old: Sequence[Group | None] = known.groups
    rows: Sequence[_Row | None] = known.rows
    if len(groups) != len(old):
        by_place = {(id(group.findings), group.start): index for index, group in enumerate(known.groups)}
        places = [
            by_place.get((id(group.findings), group.start if group.start < first else group.start - by))
            for group in groups
        ]
        old = [known.groups[place] if place is not None else None for place in places]
        rows = [known.rows[place] if place is not None else None for place in places]
    # Most groups are still the same object.
    return [
        row
        if row
        and group
        and ((new is group and group.start < first) or _stays(new, group, first, stop, by))
        and not row.template.moves
        else None
        for new, group, row in zip(groups, old, rows, strict=True)
    ]


def _stays(new: Group, old: Group, first: int, stop: int, by: int) -> bool:
    """Whether a group is one from before, apart from the edit of what was from `first` to `stop`."""
    findings, start = old
    if new.findings is not findings:
        return False
    return new.start == start if start < first else start >= stop and new.start == start + by


def _templates(rows: list[_Row], still: list[_Row | None]) -> dict[int, _Template]:
    """The templates, by their findings, of the rows that are not taken over."""
    if len(rows) == len(still):
        rows = [row for row, kept in zip(rows, still, strict=True) if kept is None]
    return {id(row.template.findings): row.template for row in rows}


def _row(document: Document, group: Group, template: _Template | None) -> _Row:
    text = document.snapshot.text
    line = text.line_of(group.start)
    column = group.start - text.starts[line]
    if template is None or template.findings is not group.findings or template.column != column:
        template = _template(document, group.findings, group.start, line, column)
    return _Row(template, template.at(line, document, group.start))


def as_value(document: Document, finding: Finding, base: int = 0) -> dict[str, Any]:
    """One finding as a diagnostic, in plain values."""
    from dockwright.findings import rule_links  # findings exist, so the rules are loaded

    value: dict[str, Any] = {
        "range": _range(document, finding.span.start + base, finding.span.end + base),
        "severity": int(finding.severity),
        "code": finding.code,
        "source": "shellcheck" if finding.code.startswith("SC") else "dockwright",
        "message": finding.message,
    }
    if page := rule_links.url(finding.code):
        value["codeDescription"] = {"href": page}
    if finding.fixes and document.client.diagnostic_data:
        value["data"] = {"fixes": [{"title": fix.title, "safe": fix.safe} for fix in finding.fixes]}
    if finding.tags:
        value["tags"] = [TAGS[tag] for tag in finding.tags]
    if finding.related and document.client.related_information:
        value["relatedInformation"] = [_related(document, place, base) for place in finding.related]
    return value


class _Template:
    """The JSON of a group of findings with a `%d` for each line, so that moving it is cheap."""

    def __init__(self, findings: tuple[Finding, ...], column: int, json: bytes, lines: list[tuple[int, int]]) -> None:
        self.findings = findings
        self.column = column
        self._json = json
        self._lines = lines
        """For each `%d` how many pieces further on the line is that it counts from, and how far from there."""
        self.moves = any(pieces for pieces, _ in lines)
        """Whether it speaks of places elsewhere, whose lines may change while its own do not."""
        self._last: tuple[int, bytes] = (-1, b"")

    def at(self, line: int, document: Document, start: int) -> bytes:
        """The JSON when the group begins at `start`, in `line`."""
        if self.moves:
            return self._json % tuple(
                _line_of(pieces, line, start, document) + offset for pieces, offset in self._lines
            )
        if self._last[0] != line:
            self._last = line, self._json % tuple(line + offset for _, offset in self._lines)
        return self._last[1]


def _template(document: Document, findings: tuple[Finding, ...], base: int, line: int, column: int) -> _Template:
    values = [as_value(document, finding, base) for finding in findings]
    lines: list[tuple[int, int]] = []
    for value, finding in zip(values, findings, strict=True):
        _punch(value["range"], 0, line, lines)
        for place, related in zip(value.get("relatedInformation", ()), finding.related, strict=False):
            if not related.path:
                _punch(
                    place["location"]["range"], related.pieces, _line_of(related.pieces, line, base, document), lines
                )
    json = orjson.dumps(values)[1:-1].replace(b"%", b"%%").replace(b'"line":%d' % _HOLE, b'"line":%d')
    return _Template(findings, column, json, lines)


def _punch(place: dict[str, dict[str, int]], pieces: int, line: int, lines: list[tuple[int, int]]) -> None:
    for end in (place["start"], place["end"]):
        lines.append((pieces, end["line"] - line))
        end["line"] = _HOLE


def _line_of(pieces: int, line: int, start: int, document: Document) -> int:
    return document.snapshot.text.line_of(_start_of(pieces, start, document)) if pieces else line


def _start_of(pieces: int, start: int, document: Document) -> int:
    """Where the piece begins that is so many behind the one at `start`."""
    snapshot: Any = document.snapshot  # of a Dockerfile: only its findings count from pieces
    found: int = snapshot.tree.starts[snapshot.tree.piece_at(start) + pieces]
    return found


_HOLE = -7777777
"""A line that no document has."""


def _related(document: Document, place: Related, base: int) -> dict[str, Any]:
    if not place.path:
        start = _start_of(place.pieces, base, document) if place.pieces else base
        location = {"uri": document.uri, "range": _range(document, place.span.start + start, place.span.end + start)}
    else:
        line = {"line": place.line, "character": 0}
        location = {"uri": _beside(document, place.path), "range": {"start": line, "end": line}}
    return {"location": location, "message": place.message}


def _beside(document: Document, path: str) -> str:
    """The uri of a file that is named by an absolute path, or relative to the document."""
    own = uris.to_path(document.uri)
    return uris.from_path(os.path.join(os.path.dirname(own), path)) if own else document.uri  # noqa: PTH118, PTH120


def _range(document: Document, start: int, end: int) -> dict[str, dict[str, int]]:
    text, encoding = document.snapshot.text, document.client.encoding
    first, last = text.position(start, encoding), text.position(end, encoding)
    return {
        "start": {"line": first.line, "character": first.column},
        "end": {"line": last.line, "character": last.column},
    }
