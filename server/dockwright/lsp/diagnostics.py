"""Findings as JSON, straight to bytes: a keystroke serialises only what it changed, however long the document is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from dockwright.lsp import uris
from dockwright.lsp.document import Document

if TYPE_CHECKING:
    from dockwright.rules.finding import Finding, Related

TAGS = {"unnecessary": 1, "deprecated": 2}


def items(document: Document) -> orjson.Fragment:
    """The diagnostics of a document: a JSON array."""
    if not (document.config.diagnostics and (document.is_dockerfile or document.is_ignore_file)):
        return orjson.Fragment(b"[]")
    text, fresh, out = document.snapshot.text, {}, []
    for findings, base in document.snapshot.groups:
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


def as_value(document: Document, finding: Finding, base: int = 0) -> dict[str, Any]:
    """One finding as a diagnostic, in plain values."""
    from dockwright.rules import links  # findings exist, so the rules are loaded

    value: dict[str, Any] = {
        "range": _range(document, finding.span.start + base, finding.span.end + base),
        "severity": int(finding.severity),
        "code": finding.code,
        "source": "shellcheck" if finding.code.startswith("SC") else "dockwright",
        "message": finding.message,
    }
    if page := links.url(finding.code):
        value["codeDescription"] = {"href": page}
    if finding.tags:
        value["tags"] = [TAGS[tag] for tag in finding.tags]
    if finding.related and document.client.related_information:
        value["relatedInformation"] = [_related(document, place, base) for place in finding.related]
    return value


class _Template(NamedTuple):
    """The JSON of a group of findings with a `%d` for each line, so that moving it is cheap."""

    findings: tuple[Finding, ...]
    column: int
    json: bytes
    lines: tuple[int, ...]

    def at(self, line: int) -> bytes:
        """The JSON when the group's first line is `line`."""
        return self.json % tuple(line + offset for offset in self.lines)


def _template(document: Document, findings: tuple[Finding, ...], base: int, line: int, column: int) -> _Template:
    values = [as_value(document, finding, base) for finding in findings]
    lines: list[int] = []
    for value in values:
        places = [place["location"] for place in value.get("relatedInformation", ())]
        ranges = [value["range"], *(place["range"] for place in places if place["uri"] == document.uri)]
        for place in ranges:
            for end in (place["start"], place["end"]):
                lines.append(end["line"] - line)
                end["line"] = _HOLE
    json = orjson.dumps(values)[1:-1].replace(b"%", b"%%").replace(b'"line":%d' % _HOLE, b'"line":%d')
    return _Template(findings, column, json, tuple(lines))


_HOLE = -7777777
"""A line that no document has."""


def _related(document: Document, place: Related, base: int) -> dict[str, Any]:
    if not place.path:
        location = {"uri": document.uri, "range": _range(document, place.span.start + base, place.span.end + base)}
    else:
        start = {"line": place.line, "character": 0}
        location = {"uri": _beside(document, place.path), "range": {"start": start, "end": start}}
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
