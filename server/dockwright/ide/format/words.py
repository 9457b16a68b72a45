"""Formats words of an instruction: keyword case, single spaces, JSON arrays, and one item per line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dockwright.ide.format.quotes import innermost
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span

_COMMA = re.compile(r"[ \t]*,[ \t]*")
_BLANKS = re.compile(r"[ \t]*")


def worded(unit: Unit, case: str, indent: str) -> Iterator[Edit]:
    """The edits inside the lines of a unit; new lines are indented by `indent`."""
    head = unit.text[: unit.head_end]
    yield from _cases(unit, case)
    current: Unit | None = unit
    while current is not None and current.name in NAMES:
        yield from _spaces(current, head, indent)
        current = current.inner
    last = innermost(unit)
    if last.form == "pairs":
        keys, values = last.arguments[::2], last.arguments[1::2]
        gaps = [Span(value.span.end, key.span.start) for value, key in zip(values, keys[1:], strict=False)]
        yield from _one_per_line(gaps, unit, head, indent)
    elif last.form == "json":
        yield from _array([token.span for token in last.arguments if head[token.span.start] == '"'], head)


def _cases(unit: Unit, case: str) -> Iterator[Edit]:
    current: Unit | None = unit
    while current is not None and current.name in NAMES:
        yield Edit(current.keyword.span, cased(current.keyword.value, case))
        if current.form == "from" and len(current.arguments) > 2 and current.arguments[1].value.lower() == "as":
            yield Edit(current.arguments[1].span, cased(current.arguments[1].value, case))
        elif current.name == "HEALTHCHECK" and current.arguments and current.arguments[0].value.upper() in _KINDS:
            yield Edit(current.arguments[0].span, cased(current.arguments[0].value, case))
        current = current.inner


_KINDS = ("CMD", "NONE")


def cased(word: str, case: str) -> str:
    """A word in upper or lower case; words with non-ASCII letters stay."""
    if case == "keep" or not word.isascii():
        return word
    return word.upper() if case == "upper" else word.lower()


def _spaces(unit: Unit, head: str, indent: str) -> Iterator[Edit]:
    """One space between words, or one flag per line; shell scripts, quotes and JSON arrays are left unchanged."""
    spans = [unit.keyword.span, *(flag.span for flag in unit.flags)]
    if unit.rest < len(unit.joined.string.rstrip()):
        at = unit.joined.source(unit.rest)
        spans.append(Span(at, at))
    gaps = [Span(one.end, two.start) for one, two in pairwise(spans)]
    between = gaps[1 : len(unit.flags)]
    words = [Span(one.span.end, two.span.start) for one, two in pairwise(unit.arguments)] if unit.form != "json" else []
    if unit.form != "pairs" or not any("\n" in head[gap.start : gap.end] for gap in words):
        gaps += words
    split = list(_one_per_line(between, unit, head, indent))
    yield from split
    for gap in gaps:
        text = head[gap.start : gap.end]
        if text and not text.strip(" \t") and not any(edit.span == gap for edit in split):
            yield Edit(gap, " ")


def _one_per_line(gaps: Iterable[Span], unit: Unit, head: str, indent: str) -> Iterator[Edit]:
    """Line breaks in all gaps, if some have one."""
    texts = [(gap, head[gap.start : gap.end]) for gap in gaps]
    if not any("\n" in text for _, text in texts):
        return
    newline = "\r\n" if "\r\n" in head else "\n"
    for gap, text in texts:
        if text and not text.strip(" \t"):
            yield Edit(gap, f" {unit.escape}{newline}{indent}")


def _array(spans: list[Span], head: str) -> Iterator[Edit]:
    """A space after each comma; blanks inside the brackets stay if there are some on both sides."""
    if not spans:
        return
    for one, two in pairwise(spans):
        if _COMMA.fullmatch(head, one.end, two.start):
            yield Edit(Span(one.end, two.start), ", ")
    opened = head.rfind("[", 0, spans[0].start) + 1
    left, end = Span(opened, spans[0].start), _BLANKS.match(head, spans[-1].end)
    right = Span(*end.span()) if end and head[end.end() : end.end() + 1] == "]" else None
    texts = [head[span.start : span.end] for span in (left, right) if span]
    if texts == [" ", " "] or texts[0].strip(" \t") or not opened:
        return
    yield Edit(left, "")
    if right:
        yield Edit(right, "")
