r"""Spans, edits, snippets and the text of a document, with line starts and columns in UTF-8, UTF-16 and UTF-32.

Offsets count characters (Python code points) from 0, lines count from 0. Lines end at ``\r\n``, ``\n`` and ``\r`` only,
as the Language Server Protocol defines; form feeds, U+0085 and U+2028 are ordinary characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from dockwright.frozen import frozen

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class Span(NamedTuple):
    """A half-open range of character offsets."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same range, `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def touches(self, offset: int) -> bool:
        """Whether a cursor at `offset` is inside the range or at one of its ends."""
        return self.start <= offset <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the ranges share a character, or one is empty and lies inside or at an end of the other."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether the range contains `other`."""
        return self.start <= other.start and other.end <= self.end


class Edit(NamedTuple):
    """Replace the characters of `span` with `new`."""

    span: Span
    new: str

    def shifted(self, by: int) -> Edit:
        """The same replacement, `by` characters further on."""
        return Edit(self.span.shifted(by), self.new)


class Position(NamedTuple):
    """A line and a column, both from 0; the column is in code units of the requested encoding."""

    line: int
    column: int


@frozen(eq=False)
class Text:
    """An immutable document; editing returns a new one and costs little more than copying the string."""

    string: str
    starts: list[int]
    """Offset of the first character of each line. Shared between texts: never modify it."""

    @staticmethod
    def of(string: str) -> Text:
        """Create a document from `string`."""
        return Text(string, _line_starts(string))

    def __len__(self) -> int:
        return len(self.string)

    @property
    def line_count(self) -> int:
        """At least 1; as in editors, a trailing line end adds an empty line."""
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """The line that contains `offset`; an offset past the end gives the last line."""
        return bisect_right(self.starts, max(offset, 0)) - 1

    def line_span(self, line: int) -> Span:
        """The range of a line without its line end; an empty range at the end for a line past the end."""
        if line >= len(self.starts):
            return Span(len(self.string), len(self.string))
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.string)
        if end > start and self.string[end - 1] == "\n":
            end -= 1
            if end > start and self.string[end - 1] == "\r":
                end -= 1
        elif end > start and line + 1 < len(self.starts):
            end -= 1
        return Span(start, end)

    def line(self, line: int) -> str:
        """The characters of a line without its line end."""
        span = self.line_span(line)
        return self.string[span.start : span.end]

    def slice(self, span: Span) -> str:
        """The characters of a range."""
        return self.string[span.start : span.end]

    def position(self, offset: int, encoding: Encoding) -> Position:
        r"""The position of an offset; one inside ``\r\n`` or past the end is moved to the end of the line."""
        line = self.line_of(offset)
        span = self.line_span(line)
        before = self.string[span.start : min(offset, span.end)]
        return Position(line, columns(before, encoding))

    def offset(self, line: int, column: int, encoding: Encoding) -> int:
        """The offset of a position; columns are limited to the end of the line, lines to the end of the document."""
        if line < 0:
            return 0
        span = self.line_span(line)
        if column <= 0:
            return span.start
        end = min(span.end, span.start + column)
        if encoding == "utf-32" or self.string[span.start : end].isascii():
            return end
        return span.start + _characters(self.string[span.start : span.end], column, encoding)

    def edited(self, edit: Edit) -> Text:
        """The document after one replacement; the span is limited to the document."""
        start = min(max(edit.span.start, 0), len(self.string))
        end = min(max(edit.span.end, start), len(self.string))
        string = self.string[:start] + edit.new + self.string[end:]
        # The edit may create or split a ``\r\n`` at either end: start one character earlier and end one line later.
        first = self.line_of(start - 1)
        after = self.line_of(end) + 1
        if end < len(self.string) and self.string[end] in "\r\n":
            after += 1
        delta = len(string) - len(self.string)
        begin = self.starts[first]
        if after >= len(self.starts):
            middle = [begin + start for start in _line_starts(string[begin:])]
            return Text(string, self.starts[:first] + middle)
        stop = self.starts[after] + delta
        middle = [begin + start for start in _line_starts(string[begin:stop])[:-1]]
        tail = self.starts[after:] if delta == 0 else [start + delta for start in self.starts[after:]]
        return Text(string, self.starts[:first] + middle + tail)


def apply(string: str, edits: list[Edit] | tuple[Edit, ...]) -> str:
    """Apply `edits` to `string`; their spans refer to the original string. Raises ValueError if they overlap."""
    out: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < done:
            raise ValueError(f"edits overlap at offset {edit.span.start}")
        out += string[done : edit.span.start], edit.new
        done = edit.span.end
    out.append(string[done:])
    return "".join(out)


_SNIPPET = re.compile(r"\\([$}\\])|\$\{\d+\|([^,|}]*)[^}]*\}|\$\{\d+:((?:[^\\}]|\\.)*)\}|\$(?:\d+|\{\d+\})", re.DOTALL)


def unsnipped(snippet: str) -> str:
    """The text of a snippet with its placeholders as plain text, for clients without snippet support."""

    def plain(match: re.Match[str]) -> str:
        escaped, choice, word = match.groups()
        return unsnipped(word) if word else escaped or choice or ""

    return _SNIPPET.sub(plain, snippet)


def as_snippet(string: str) -> str:
    """The snippet that inserts exactly this text."""
    return re.sub(r"([$}\\])", r"\\\1", string)


def columns(string: str, encoding: Encoding) -> int:
    """The number of code units of a text in an encoding."""
    if encoding == "utf-32" or string.isascii():
        return len(string)
    if encoding == "utf-8":
        return len(string.encode("utf-8", "surrogatepass"))
    return len(string) + sum(character > "\uffff" for character in string)


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line_starts(string: str) -> list[int]:
    starts = [0]
    starts += [match.end() for match in _LINE_END.finditer(string)]
    return starts


def _characters(string: str, units: int, encoding: Encoding) -> int:
    """The number of characters that are complete within the first `units` code units of `string`."""
    for index, character in enumerate(string):
        units -= columns(character, encoding)
        if units < 0:
            return index
    return len(string)


def printable(text: str) -> str:
    """A text on one line with control characters escaped, safe for a terminal."""
    return "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)


def cells(text: str) -> int:
    """The width of a text in a terminal, where a letter of some scripts takes two cells."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(mark) else 1 + (east_asian_width(mark) in "WF") for mark in text)


def padded(text: str, width: int) -> str:
    """A text with blanks behind it, as wide as a column of a terminal."""
    return text + " " * (width - cells(text))
