"""Serializes findings to JSON bytes; after a keystroke only changed findings are serialized again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from dockwright.lsp import uris
from dockwright.lsp.document import Document
from dockwright.text import Span

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding, Related
    from dockwright.findings.report import Report, Section
    from dockwright.text import Text

TAGS = {"unnecessary": 1, "deprecated": 2}


def items(document: Document) -> orjson.Fragment:
    """The diagnostics of a document and of its embedded Dockerfiles: a JSON array."""
    if not document.config.diagnostics:
        return orjson.Fragment(b"[]")
    parts = _own(document) if document.is_checked or document.host_kind else []
    if document.inline or document.unread:
        parts = [*parts, *map(orjson.dumps, _within(document))]
    return orjson.Fragment(b"[" + b",".join(parts) + b"]")


def _own(document: Document) -> list[bytes]:
    report = document.shown()
    known: Rendered | None = document.rendered
    old: list[_Row] = known.rows if known is not None and len(known.rows) == len(report.sections) else []
    stay = bool(old) and known is not None and _lines_stay(known.snapshot, document.snapshot)
    rows = []
    for index, section in enumerate(report.sections):
        row = old[index] if old else None
        if row is None or row.section is not section or row.far or not (stay and not row.column):
            row = _row(document, report, index, row)
        rows.append(row)
    document.rendered = Rendered(document.snapshot, report, rows)
    return [row.json for row in rows if row.json]


def _within(document: Document) -> Iterator[dict[str, Any]]:
    """The findings in embedded Dockerfiles, and notes on those that are not checked."""
    for part in document.inline:
        if part.is_checked:
            yield from (as_value(part, found) for found in part.shown().findings())
    text = document.snapshot.text
    for one in document.unread:
        where = _range(document, one.offset, text.line_span(text.line_of(one.offset)).end)
        what = f"The inline Dockerfile{f' of {one.label}' if one.label else ''} is not checked: {one.why}"
        yield {"range": where, "severity": 3, "source": "dockwright", "message": what}


class _Row(NamedTuple):
    """The JSON of a section."""

    section: Section
    lines: tuple[int, int]
    """The line where it begins, and that of the next section."""
    column: int
    """The column where it begins."""
    json: bytes
    templates: dict[int, _Template]
    """By the identity of the findings of each group."""
    far: bool
    """Whether it refers to other sections, whose lines may change when its own do not."""


class Rendered(NamedTuple):
    """The last result for a document."""

    snapshot: Any
    report: Report
    rows: list[_Row]


def _lines_stay(before: Any, now: Any) -> bool:
    """Whether line numbers are unchanged, except for those after a single edit."""
    tree, old = getattr(now, "tree", None), getattr(before, "tree", None)
    if tree is None or old is None:
        return False
    change = tree.change
    follows = change is not None and change.parent() is old and len(tree.text.starts) == len(old.text.starts)
    return tree is old or follows


def _row(document: Document, report: Report, index: int, old: _Row | None) -> _Row:
    section, start, text = report.sections[index], report.starts[index], document.snapshot.text
    line = text.line_of(start)
    column = start - text.starts[line]
    lines = line, text.line_of(report.starts[index + 1]) if index + 1 < len(report.starts) else len(text.starts)
    if old is not None and old.section is section and (old.lines, old.column) == (lines, column) and not old.far:
        return old
    templates, parts = {}, []
    for findings, at in section.groups:
        place = start + at
        first = text.line_of(place)
        offset = place - text.starts[first]
        template = old.templates.get(id(findings)) if old is not None else None
        if (
            template is None
            or template.findings is not findings
            or template.column != offset
            or not template.holds(place, first, text)
        ):
            template = _template(document, report, findings, place)
        templates[id(findings)] = template
        parts.append(template.at(first, document, report))
    far = any(template.far for template in templates.values())
    return _Row(section, lines, column, b",".join(parts), templates, far)


def as_value(document: Document, finding: Finding, base: int = 0, sections: Sequence[int] = ()) -> dict[str, Any]:
    """One finding as a diagnostic of plain values; offsets count from `base`, and related ones from `sections`."""
    from dockwright.findings import rule_pages  # there are findings, so the rules are loaded

    value: dict[str, Any] = {
        "range": _range(document, finding.span.start + base, finding.span.end + base),
        "severity": int(finding.severity),
        "code": finding.code,
        "source": "shellcheck" if finding.code.startswith("SC") else "dockwright",
        "message": document.say(finding.message),
    }
    if page := rule_pages.url(finding.code):
        value["codeDescription"] = {"href": page}
    if finding.fixes and document.client.diagnostic_data:
        value["data"] = {"fixes": [{"title": document.say(fix.title), "safe": fix.safe} for fix in finding.fixes]}
    if finding.tags:
        value["tags"] = [TAGS[tag] for tag in finding.tags]
    if finding.related and document.client.related_information:
        value["relatedInformation"] = [_related(document, place, base, sections) for place in finding.related]
    return value


class _Template:
    """The JSON of a group of findings with a `%d` for each line number, so that moving it is cheap."""

    def __init__(
        self, findings: tuple[Finding, ...], base: int, text: Text, json: bytes, lines: list[tuple[int | None, int]]
    ) -> None:
        line = text.line_of(base)
        self.findings = findings
        self.column = base - text.starts[line]
        self._json = json
        self._lines = lines
        """For each `%d`, the section whose line it is relative to (None: the group's own), and the difference."""
        self.far = any(section is not None for section, _ in lines)
        """Whether it refers to other sections."""
        self._last: tuple[int, bytes] = (-1, b"")
        self._places = [
            (offset, text.line_of(base + offset) - line) for finding in findings for offset in _far_ends(finding)
        ]
        """References to other instructions of its section, and the difference in lines."""

    def holds(self, base: int, line: int, text: Text) -> bool:
        """Whether the text between the group and the places that it refers to has as many lines as before."""
        return all(text.line_of(base + offset) - line == number for offset, number in self._places)

    def at(self, line: int, document: Document, report: Report) -> bytes:
        """The JSON for a group that begins in `line`."""
        if self.far:
            text, starts = document.snapshot.text, report.starts
            return self._json % tuple(
                (line if section is None else text.line_of(starts[section])) + offset for section, offset in self._lines
            )
        if self._last[0] != line:
            self._last = line, self._json % tuple([line + offset for _, offset in self._lines])
        return self._last[1]


def _template(document: Document, report: Report, findings: tuple[Finding, ...], base: int) -> _Template:
    text, starts = document.snapshot.text, report.starts
    line = text.line_of(base)
    values = [as_value(document, finding, base, starts) for finding in findings]
    lines: list[tuple[int | None, int]] = []
    for value, finding in zip(values, findings, strict=True):
        _punch(value["range"], None, line, lines)
        for place, related in zip(value.get("relatedInformation", ()), finding.related, strict=False):
            if not related.path:
                own = line if related.section is None else text.line_of(starts[related.section])
                _punch(place["location"]["range"], related.section, own, lines)
    json = orjson.dumps(values)[1:-1].replace(b"%", b"%%").replace(b'"line":%d' % _HOLE, b'"line":%d')
    return _Template(findings, base, text, json, lines)


def _far_ends(finding: Finding) -> list[int]:
    """The ends of its range, and of the related places in its section."""
    near = [place.span for place in finding.related if not place.path and place.section is None]
    return [finding.span.end, *(end for span in near for end in span)] if near else []


def _punch(
    place: dict[str, dict[str, int]], section: int | None, line: int, lines: list[tuple[int | None, int]]
) -> None:
    for end in (place["start"], place["end"]):
        lines.append((section, end["line"] - line))
        end["line"] = _HOLE


_HOLE = -7777777
"""A line number that no document has."""


def _related(document: Document, place: Related, base: int, sections: Sequence[int]) -> dict[str, Any]:
    if not place.path:
        start = base if place.section is None else sections[place.section]
        location = {"uri": document.uri, "range": _range(document, place.span.start + start, place.span.end + start)}
    else:
        line = {"line": place.line, "character": 0}
        location = {"uri": _beside(document, place.path), "range": {"start": line, "end": line}}
    return {"location": location, "message": document.say(place.message)}


def _beside(document: Document, path: str) -> str:
    """The URI of a file named by an absolute path, or relative to the document."""
    own = uris.to_path(document.uri)
    return uris.from_path(os.path.join(os.path.dirname(own), path)) if own else document.uri  # noqa: PTH118, PTH120


def _range(document: Document, start: int, end: int) -> dict[str, dict[str, int]]:
    text, span = document.in_file(Span(start, end))
    encoding = document.client.encoding
    first, last = text.position(span.start, encoding), text.position(span.end, encoding)
    return {
        "start": {"line": first.line, "character": first.column},
        "end": {"line": last.line, "character": last.column},
    }
