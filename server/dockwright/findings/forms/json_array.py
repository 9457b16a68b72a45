"""Repairs an invalid JSON array: the intended strings, and the edits that make it valid."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from dockwright.findings.forms.reparse import reread
from dockwright.lazy import pattern
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span

_CLOSING = {'"': '"', "'": "'", **dict.fromkeys("“”„‟", '“”‟"'), **dict.fromkeys("‘’‚‛", "‘’‛'")}
_OPENING = "".join(_CLOSING)
_BARE = pattern(rf"[^\s,\[\]{{}}{_OPENING}]+")
_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
_MAY_BE_EMPTY = ("CMD", "ENTRYPOINT")
"""Instructions where an empty array is valid: it resets the value of the base image."""
_NAMES = (*_SHELL, "SHELL", "ADD", "COPY", "VOLUME")
_LONGEST = 10_000
_PRAGMA = pattern(r"#.*(ignore|skip|shellcheck|disable|=)", re.IGNORECASE)

Replacement = tuple[int, int, str]


class Item(NamedTuple):
    """A string of the array: its range with quotes, and the text between them."""

    start: int
    end: int
    quote: str
    inside: str


def repaired(unit: Unit) -> tuple[Edit, ...] | str | None:
    """The edits, from the start of the unit, that make the array valid; a reason if impossible; None for no array."""
    found = unit.inner or unit
    if found.name not in _NAMES or unit.heredocs or any(each.code != "json-strings-only" for each in unit.problems):
        return None
    start = _start(found)
    text = found.joined.string[start:].rstrip(GO_BLANKS)
    if (found.is_json and not unit.problems) or text[:1] != "[" or len(text) > _LONGEST:
        return None
    array = _read(text, found.name)
    if array is None or isinstance(array, str):
        return array
    items, replacements, end = array
    edits = [_edit(unit, start, each) for each in replacements]
    behind = text[end:].strip(GO_BLANKS)
    if behind:
        if not behind.startswith("#") or _PRAGMA.match(behind):
            return f"`{behind[:40]}` follows the array"
        edits += _moved(unit, start + end, behind)
    new = reread(unit, sorted(edits)) if not behind else reread(unit, sorted(edits)[1:])
    made = new and (new.inner or new)
    if not made or not made.is_json or made.problems or len(made.arguments) - (found.name == "HEALTHCHECK") != items:
        return "BuildKit would not read the result as an array of these strings"
    return tuple(sorted(edits))


def _start(found: Unit) -> int:
    """The offset of the array in the joined text."""
    if found.name != "HEALTHCHECK":
        return found.rest
    match = re.compile(r"cmd\s*", re.IGNORECASE).match(found.joined.string, found.rest)
    return match.end() if match else len(found.joined.string)


def _read(text: str, name: str) -> tuple[int, list[Replacement], int] | str | None:
    """The number of items, the replacements, and the end of the array."""
    items: list[Item] = []
    commas: list[list[int]] = [[]]
    at = 1
    while at < len(text) and text[at] != "]":
        if text[at] in GO_BLANKS:
            at += 1
        elif text[at] == ",":
            commas[-1].append(at)
            at += 1
        else:
            item = _item(text, at)
            if item is None:
                return None
            items.append(item)
            commas.append([])
            at = item.end
    if not items and name in _MAY_BE_EMPTY and text[at:].strip(GO_BLANKS)[1:].lstrip(GO_BLANKS).startswith("#"):
        return (0, [], at + 1) if not commas[0] else None
    if not items or not _is_meant(text, name, items, commas, closed=at < len(text)):
        return None
    if commas[0] or any(len(between) > 1 for between in commas):
        return "Missing item between two commas"
    found: list[Replacement] = []
    for index, item in enumerate(items):
        new = _string(item, name)
        if new is None:
            return f"Cannot tell what `{text[item.start : item.end]}` is meant to be"
        if new != text[item.start : item.end]:
            found.append((item.start, item.end, new))
        if not commas[index + 1] and index + 1 < len(items):
            found.append((item.end, item.end, ","))
    found += [(comma, comma + 1, "") for comma in commas[-1]]
    if at >= len(text):
        found.append((len(text), len(text), "]"))
    return len(items), found, at + 1


def _item(text: str, at: int) -> Item | None:
    closing = _CLOSING.get(text[at])
    if closing is None:
        match = _BARE.match(text, at)
        return Item(at, match.end(), "", match[0]) if match else None
    end = at + 1
    while end < len(text) and text[end] not in closing:
        end += 2 if text[end] == "\\" and text[end + 1 : end + 2] in closing + "\\" else 1
    if end >= len(text):
        return None
    after = text[end + 1 : end + 2]
    if after and after not in GO_BLANKS + ",]":
        return None
    return Item(at, end + 1, text[at], text[at + 1 : end])


def _is_meant(text: str, name: str, items: list[Item], commas: list[list[int]], *, closed: bool) -> bool:
    """Whether it is meant as an array, and not as a test with `[` or a shell pattern."""
    several = any(commas)
    if name in _SHELL and not several and (name == "RUN" or len(items) > 1) and text[1:2] in GO_BLANKS:
        return False
    if name == "RUN" and len(items) == 1 and text[1:2] in GO_BLANKS:
        return False
    bare = [not item.quote for item in items]
    if any(bare) and name in _SHELL:
        apart = all(between or not (bare[index] or bare[index + 1]) for index, between in enumerate(commas[1:-1]))
        return closed and apart and (several or name != "RUN")
    return True


def _string(item: Item, name: str) -> str | None:
    """The item as a JSON string; None if its value is ambiguous."""
    inside = item.inside
    if not item.quote and ("$" in inside or "`" in inside) and name not in ("ADD", "COPY", "VOLUME"):
        return None
    if item.quote and item.quote != '"':
        inside = inside.replace("\\'", "'") if item.quote == "'" else inside
        inside = re.sub(r'(\\.)|"', lambda match: match[0] if match[1] else '\\"', inside)
    inside = inside.replace("\t", "\\t")
    if not _is_json(inside):
        if "\\\\" in inside or '\\"' in inside:
            return None
        inside = inside.replace("\\", "\\\\")
    return f'"{inside}"' if _is_json(inside) else None


def _is_json(inside: str) -> bool:
    try:
        return isinstance(json.loads(f'"{inside}"'), str)
    except ValueError:
        return False


def _edit(unit: Unit, start: int, replacement: Replacement) -> Edit:
    first, end, new = replacement
    if first == end:
        at = unit.joined.span(start + end - 1, start + end).end
        return Edit(Span(at, at), new)
    return Edit(unit.joined.span(start + first, start + end), new)


def _moved(unit: Unit, end: int, comment: str) -> list[Edit]:
    """Move a comment after the array to a line of its own above the instruction."""
    line_end = "\r\n" if "\r\n" in unit.text else "\n"
    first = unit.keyword.span.start
    margin = unit.text[:first].rpartition("\n")[2]
    stop = len(unit.joined.string.rstrip(GO_BLANKS))
    return [
        Edit(Span(first, first), comment + line_end + margin),
        Edit(Span(unit.joined.span(end - 1, end).end, unit.joined.span(stop - 1, stop).end), ""),
    ]
