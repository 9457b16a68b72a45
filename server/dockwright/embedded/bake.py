"""`dockerfile-inline` in Bake files, in HCL and in JSON."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from dockwright.context.builds.hcl import blocks
from dockwright.context.builds.hcl.values import Scope
from dockwright.embedded import hcl_strings
from dockwright.embedded.mapping import Mapping, Part
from dockwright.embedded.values import Embedded, Found, Style, Unread
from dockwright.lazy import pattern
from dockwright.text import Span, Text

KEY = "dockerfile-inline"
_ATTRIBUTE = pattern(r"(?:^|[{,])[ \t]*dockerfile-inline[ \t]*=[ \t]*")
_TARGET = pattern(r"\btarget\b(?![ \t]*=)")
_TOKEN = pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+')
_ESCAPE = pattern(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)")
_HOLE = "Bake replaces `{}` before the build with an unknown value"
_VALUE = "Bake computes its value, which is unknown here"


def is_bake(path: str, text: str) -> bool:
    """Whether a file is a Bake file, by its name and content."""
    name = posixpath.basename(path).lower()
    if name.endswith(".json"):
        return "bake" in name
    return name.endswith(".hcl") and ("bake" in name or _TARGET.search(text) is not None)


def find(host: str, is_json: bool) -> Found:
    """The inline Dockerfiles of a Bake file."""
    if KEY not in host:
        return [], []
    return _in_json(host) if is_json else _in_hcl(host)


def _in_hcl(host: str) -> Found:
    found: list[Embedded] = []
    unread: list[Unread] = []
    text = Text.of(host)
    for block in blocks.read(host).blocks:
        attribute = block.attributes.get(KEY) if block.kind == "target" else None
        if attribute is None:
            continue
        label = f"target `{block.labels[0]}`" if block.labels else "target"
        line = text.line_span(attribute.line)
        begins = [match.end() for match in _ATTRIBUTE.finditer(text.line(attribute.line))]
        at = line.start + (begins[0] if begins else 0)
        read = hcl_strings.string_at(host, at) if len(begins) == 1 else None
        if isinstance(read, int):
            end = host.find("}", read) + 1
            unread.append(Unread(label, read, _HOLE.format(host[read : end or read + 2])))
        elif read is None or not _same(read[0].text, attribute.value(_NOTHING)):
            unread.append(Unread(label, at, _VALUE))
        else:
            found.append(Embedded(label, *read, read[0].text))
    return found, unread


_NOTHING = Scope({}, {})


def _same(text: str, value: object) -> bool:
    """Whether the results of both readers agree; blank lines of heredocs may differ in their blanks."""
    return isinstance(value, str) and _blank(text) == _blank(value)


def _blank(text: str) -> str:
    return re.sub(r"(?m)^[^\S\n]+$", "", text)


def _in_json(host: str) -> Found:
    try:
        json.loads(host)
    except (ValueError, RecursionError):
        return [], []
    found: list[Embedded] = []
    unread: list[Unread] = []
    for path, span in _strings(host):
        if len(path) != 3 or path[0] != "target" or path[2] != KEY:
            continue
        label = f"target `{path[1]}`"
        value = Mapping.of(_characters(host, span), span.start)
        read = hcl_strings.in_json(value.text)
        if isinstance(read, int):
            unread.append(Unread(label, value.host_start(read), _HOLE.format(value.text[read : read + 20])))
        else:
            style = Style(lambda text: json.dumps(hcl_strings.unmarked(text), ensure_ascii=False)[1:-1], "\\n")
            mapping = read.through(value) if value.parts else value
            found.append(Embedded(label, mapping, style, mapping.text))
    return found, unread


def _characters(host: str, span: Span) -> Iterator[Part]:
    at = span.start
    for match in _ESCAPE.finditer(host, span.start, span.end):
        yield Part(Span(at, match.start()), host[at : match.start()], True)
        yield Part(Span(*match.span()), json.loads(f'"{match[0]}"'))
        at = match.end()
    yield Part(Span(at, span.end), host[at : span.end], True)


def _strings(host: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Each string that is the value of a key, with the path of keys to it; quotes are not in its range."""
    stack: list[list[str]] = []
    last = ""
    for match in _TOKEN.finditer(host):
        token = match[0]
        if token in "{[":
            stack.append([last if stack and stack[-1][-1:] == [":"] else ""])
            if len(stack) > 1 and stack[-2][-1:] == [":"]:
                stack[-2].pop()
        elif token in "}]":
            stack.pop()
        elif token == ":":
            if stack:
                stack[-1].append(":")
        elif stack and stack[-1][-1:] == [":"]:
            stack[-1].pop()
            if token[0] == '"':
                yield (*(names[0] for names in stack[1:]), last), Span(match.start() + 1, match.end() - 1)
        if token[0] == '"':
            last = json.loads(token)
