"""Findings as JSON, straight to bytes: a keystroke serialises only what it changed, however long the document is."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from dockwright.lsp.document import Document
from dockwright.lsp.engine import groups

SEVERITIES = {"error": 1, "warning": 2, "information": 3, "hint": 4}
TAGS = {"unnecessary": 1, "deprecated": 2}


def items(document: Document) -> orjson.Fragment:
    """The diagnostics of a document: a JSON array."""
    if not (document.config.diagnostics and document.is_dockerfile):
        return orjson.Fragment(b"[]")
    text, fresh, out = document.snapshot.text, {}, []
    for findings, base in groups(document.snapshot):
        if not findings:
            continue
        line = text.line_of(base)
        column = base - text.starts[line]
        template = document.fragments.get(id(findings))
        if template is None or template.findings is not findings or template.column != column:
            template = _template(document, findings, base, line, column)
        fresh[id(findings)] = template
        out.append(template.at(line))
    document.fragments = fresh
    return orjson.Fragment(b"[" + b",".join(out) + b"]")


def as_value(document: Document, finding: Any, base: int = 0) -> dict[str, Any]:
    """One finding as a diagnostic, in plain values."""
    value: dict[str, Any] = {
        "range": _range(document, finding.span.start + base, finding.span.end + base),
        "severity": SEVERITIES.get(str(finding.level), 2),
        "code": finding.code,
        "source": "dockwright",
        "message": finding.message,
    }
    if url := getattr(finding, "url", ""):
        value["codeDescription"] = {"href": url}
    if tags := [TAGS[str(tag).lower()] for tag in getattr(finding, "tags", ()) if str(tag).lower() in TAGS]:
        value["tags"] = tags
    related = getattr(finding, "related", ())
    if related and document.client.related_information:
        value["relatedInformation"] = [
            {
                "location": {
                    "uri": document.uri,
                    "range": _range(document, place.span.start + base, place.span.end + base),
                },
                "message": place.message,
            }
            for place in related
        ]
    return value


class _Template(NamedTuple):
    """The JSON of a group of findings with a `%d` for each line, so that moving it is cheap."""

    findings: tuple[Any, ...]
    column: int
    json: bytes
    lines: tuple[int, ...]

    def at(self, line: int) -> bytes:
        """The JSON when the group's first line is `line`."""
        return self.json % tuple(line + offset for offset in self.lines)


def _template(document: Document, findings: tuple[Any, ...], base: int, line: int, column: int) -> _Template:
    values = [as_value(document, finding, base) for finding in findings]
    lines: list[int] = []
    for value in values:
        ranges = [value["range"], *(place["location"]["range"] for place in value.get("relatedInformation", ()))]
        for place in ranges:
            for end in (place["start"], place["end"]):
                lines.append(end["line"] - line)
                end["line"] = _HOLE
    json = orjson.dumps(values)[1:-1].replace(b"%", b"%%").replace(b'"line":%d' % _HOLE, b'"line":%d')
    return _Template(findings, column, json, tuple(lines))


_HOLE = -7777777
"""A line that no document has."""


def _range(document: Document, start: int, end: int) -> dict[str, dict[str, int]]:
    text, encoding = document.snapshot.text, document.client.encoding
    first, last = text.position(start, encoding), text.position(end, encoding)
    return {
        "start": {"line": first.line, "character": first.column},
        "end": {"line": last.line, "character": last.column},
    }
