"""Indentation of continued lines: one level per instruction; manual layout inside it is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from os.path import commonprefix
from typing import NamedTuple

from dockwright.ide.format.quotes import innermost, movable, separated
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import Tree
from dockwright.text import Edit, Span

_TAB_WIDTH = 4


class Line(NamedTuple):
    """A line after the first one of an instruction; `start` counts from the unit."""

    start: int
    indent: str
    kind: str
    """comment, text, or bare: only the escape character."""


class Layout(NamedTuple):
    """How an instruction is laid out over several lines."""

    lead: str
    """The text before its keyword."""
    lines: tuple[Line, ...]
    """The lines whose indentation may change."""
    base: str | None
    """Their common indentation without `lead`; None if tabs and spaces are mixed or no line may change."""
    below: int | None
    """The offset in the unit of the word on the first line that the lines are aligned with."""


def layout(unit: Unit, strange: bool) -> Layout:
    """The layout of a unit; `strange` is the result of `quotes.foreign` for the file."""
    head = unit.text[: unit.head_end]
    lead = head[: len(head) - len(head.lstrip(" \t"))]
    found = tuple(_lines(unit, head, strange))
    texts = [_inner(line.indent, lead) for line in found if line.kind == "text"]
    if not texts or len({mark for text in texts for mark in text[:1]}) > 1:
        return Layout(lead, found, None, None)
    base = commonprefix(texts)  # noqa: RUF071 - these are not paths
    if base.endswith(" ") and len({mark for text in texts for mark in text[len(base) :][:1]}) > 1:
        return Layout(lead, found, None, None)
    return Layout(lead, found, base, _below(head, lead, base))


def usual(tree: Tree, strange: bool) -> str:
    """The most frequent indentation of continued instructions in a file; empty if there are none."""
    counts: Counter[str] = Counter()
    for index in tree.places:
        unit: Unit = tree.pieces[index]  # type: ignore[assignment]
        if unit.name in NAMES and "\n" in unit.text[: unit.head_end].rstrip("\r\n"):
            found = layout(unit, strange)
            if found.base and found.below is None:
                counts[found.base] += 1
    return counts.most_common(1)[0][0] if counts else ""


def wanted(unit: Unit, found: Layout, asked: str, common: str, edits: Sequence[Edit], lead: int) -> str:
    """The indentation for an instruction, given the requested one, if any, and the edits of its words.

    `lead` is the future indentation of its keyword. Lines aligned with a word of the first line follow it. Without a
    requested one, any other indentation is kept.
    """
    if found.below is not None and (column := _moved(found.below, edits)) is not None:
        # aligned with the text after `RUN `, a common indentation, too
        first = found.below == unit.joined.source(unit.rest) and len(innermost(unit).keyword.value) == 3
        if not (asked and first):
            return " " * (column - lead)
    return asked or found.base or common


def reindented(unit: Unit, found: Layout, target: str, lead: str, mixed: bool) -> Iterator[Edit]:
    """The edits that indent an instruction by `target` after `lead`; `mixed` indentation only if requested."""
    if found.base is None and not (mixed and any(line.kind == "text" for line in found.lines)):
        return
    kept = found.base == target
    for line in found.lines:
        inner = _inner(line.indent, found.lead)
        new = inner if kept else _converted(line, inner, found, target)
        if new is None or (not line.indent and line.kind == "comment" and found.base):
            continue
        new = lead + new
        if new != line.indent and (new or separated(unit, line.start)):
            yield Edit(Span(line.start, line.start + len(line.indent)), new)


def _moved(offset: int, edits: Sequence[Edit]) -> int | None:
    """The new column of an offset on the first line; None if it moves to another line."""
    at = offset
    for edit in edits:
        if edit.span.start < offset:
            if edit.span.end > offset or "\n" in edit.new:
                return None
            at += len(edit.new) - (edit.span.end - edit.span.start)
    return at


def _lines(unit: Unit, head: str, strange: bool) -> Iterator[Line]:
    at = head.find("\n") + 1
    if not at:
        return
    may = movable(unit, strange)
    while 0 < at < len(head):
        newline = head.find("\n", at)
        end = len(head) if newline < 0 else newline
        content = head[at:end].rstrip("\r")
        text = content.lstrip(" \t")
        indent = content[: len(content) - len(text)]
        if text.startswith("#"):
            yield Line(at, indent, "comment")
        elif not indent and text.split(" ", 1)[0] in NAMES and " " in text:
            pass  # an instruction that the line above continues into: indented, it would look intended
        elif text and text[0] not in GO_BLANKS and may(at):
            yield Line(at, indent, "bare" if not text.rstrip(" \t").rstrip(unit.escape) else "text")
        at = end + 1


def _inner(indent: str, lead: str) -> str:
    return indent.removeprefix(lead)


def _converted(line: Line, inner: str, found: Layout, target: str) -> str | None:
    """The new indentation of a line; None if it stays."""
    base = found.base
    if line.kind != "text" and (not inner or not inner.startswith(base or "")) and base != "":
        return None
    if base is None:
        texts = [_inner(each.indent, found.lead) for each in found.lines if each.kind == "text"]
        least = min(len(text.expandtabs(_TAB_WIDTH)) for text in texts)
        wide = max(len(inner.expandtabs(_TAB_WIDTH)) - least, 0)
        return target + ("\t" * (wide // _TAB_WIDTH) if target[:1] == "\t" else " " * wide)
    rest = inner[len(base) :]
    if target.startswith("\t") and base.startswith(" ") and len(base) > 1:
        rest = rest.replace(" " * len(base), "\t")
    elif target.startswith(" "):
        rest = rest.replace("\t", target)
    return target + rest


def _below(head: str, lead: str, base: str) -> int | None:
    column = len(lead) + len(base)
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    if not base or "\t" in lead + base or column >= len(first):
        return None
    return column if first[column - 1] == " " != first[column] and first[column] not in "\\`" else None
