"""Formatting: minimal edits that change nothing a build sees. Heredoc bodies and shell text are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dockwright.config import FormatSettings
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Gap, Unit
from dockwright.syntax.tree import Tree
from dockwright.text import Edit, Span

_SWITCH = re.compile(r"#[ \t]*fmt:[ \t]*(off|on)[ \t]*\Z")
_TRAILING = re.compile(r"[ \t]+(?=\r*\n|\r*\Z)")
_BLANK = " \t"


def formatting(tree: Tree, settings: FormatSettings | None = None) -> tuple[Edit, ...]:
    """The edits that lay out a whole file, in order; none where it does not parse."""
    settings = settings or FormatSettings()
    if tree.problems or not tree.instructions:
        return ()
    found: list[Edit] = []
    on = True
    for index, (piece, start) in enumerate(zip(tree.pieces, tree.starts, strict=True)):
        if isinstance(piece, Gap):
            switched = _switched(piece, on)
            if on and switched:
                last = index == len(tree.pieces) - 1
                found += _gap(tree, piece, start, settings, last)
            on = switched
        elif on:
            found += _instruction(Instruction(piece, start), settings)
    if on:
        found += _end(tree)
    return tuple(sorted(edit for edit in found if tree.text.slice(edit.span) != edit.new))


def within(edits: Iterable[Edit], spans: Iterable[Span]) -> tuple[Edit, ...]:
    """Those of the edits that touch one of the ranges."""
    ranges = tuple(spans)
    return tuple(edit for edit in edits if any(edit.span.overlaps(span) for span in ranges))


def _switched(gap: Gap, on: bool) -> bool:
    """Whether formatting is on after a gap."""
    for comment in gap.comments:
        if match := _SWITCH.match("#" + comment.value):
            on = match[1] == "on"
    return on


def _gap(tree: Tree, gap: Gap, start: int, settings: FormatSettings, last: bool) -> Iterator[Edit]:
    """Trailing blanks cut, and no more blank lines in a row than wanted."""
    text = gap.text
    head = max((directive.span.end for directive in tree.directives), default=0)
    blank = 0
    at = 0
    for line in text.splitlines(keepends=True) if _plain_lines(text) else ():
        body = line.rstrip("\r\n")
        span = Span(start + at, start + at + len(line))
        at += len(line)
        if span.start < head:
            continue
        if body.strip(_BLANK):
            blank = 0
            yield from _cut(body, span.start)
            continue
        blank += 1
        if blank > settings.blank_lines or (last and not text[at:].strip()):
            yield Edit(span, "")
        elif body:
            yield Edit(Span(span.start, span.start + len(body)), "")


def _plain_lines(text: str) -> bool:
    """Whether all agree on where its lines end; else a gap is left alone."""
    return text.splitlines() == re.split(r"\r?\n", text.removesuffix("\n").removesuffix("\r")) if text else False


def _cut(body: str, start: int) -> Iterator[Edit]:
    kept = len(body.rstrip(_BLANK))
    if kept < len(body):
        yield Edit(Span(start + kept, start + len(body)), "")


def _instruction(instruction: Instruction, settings: FormatSettings) -> Iterator[Edit]:
    unit = instruction.unit
    if unit.name not in NAMES:
        return
    head = unit.text[: unit.head_end]
    if settings.ignore_multiline_instructions and "\n" in head.rstrip("\r\n"):
        return
    yield from (edit.shifted(instruction.start) for edit in _spacing(unit, head, settings))
    yield from (edit.shifted(instruction.start) for edit in _line_ends(unit, head))


def _spacing(unit: Unit, head: str, settings: FormatSettings) -> Iterator[Edit]:
    """Keywords in their case at the start of the line, and one space after each and between flags."""
    first = unit.keyword.span.start
    if first and not head[:first].strip(_BLANK):
        yield Edit(Span(0, first), "")
    current: Unit | None = unit
    while current is not None:
        if current.name in NAMES:
            yield Edit(current.keyword.span, _cased(current.keyword.value, settings))
        rest = current.inner.keyword.span if current.inner else None
        words = [current.keyword.span, *(flag.span for flag in current.flags)]
        if rest is None and current.arguments and current.form != "health":
            rest = current.arguments[0].span
            if current.form == "json":
                rest = None
        following = [*words[1:], *([rest] if rest else [])]
        for one, two in zip(words, following, strict=False):
            between = head[one.end : two.start]
            if between and not between.strip(_BLANK):
                yield Edit(Span(one.end, two.start), " ")
        current = current.inner


def _cased(word: str, settings: FormatSettings) -> str:
    if settings.keyword_case == "keep" or not word.isascii():
        return word
    return word.upper() if settings.keyword_case == "upper" else word.lower()


def _line_ends(unit: Unit, head: str) -> Iterator[Edit]:
    """Trailing blanks of lines, which BuildKit drops: after a continuation, and at the end of the last line."""
    lines = head.split("\n")
    at = 0
    for line in lines:
        body = line.rstrip("\r")
        kept = body.rstrip(_BLANK)
        comment = body.lstrip(_BLANK).startswith("#") and at > 0
        single = kept.endswith(unit.escape) and not kept.endswith(unit.escape * 2)
        if len(kept) < len(body) and (single or comment or not kept):
            yield Edit(Span(at + len(kept), at + len(body)), "")
        at += len(line) + 1


def _end(tree: Tree) -> Iterator[Edit]:
    """A final line end, of the kind that the file has."""
    string = tree.text.string
    last = tree.pieces[-1]
    if string.endswith("\n") or (isinstance(last, Gap) and not last.text.strip()) or last.heredocs_open:
        return
    if isinstance(last, Unit) and string.rstrip(_BLANK).endswith(tree.escape):
        return
    newline = "\r\n" if "\r\n" in string else "\n"
    yield Edit(Span(len(string), len(string)), newline)
