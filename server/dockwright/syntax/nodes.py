"""The values that the parser produces: tokens, flags, heredocs, problems, units and gaps.

All spans count from the start of the unit.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, ClassVar, NamedTuple

from dockwright.frozen import field, frozen
from dockwright.text import Span


class Token(NamedTuple):
    """A part of an instruction: its value for BuildKit, and the source range."""

    value: str
    span: Span

    def shifted(self, by: int) -> Token:
        """The same token, `by` characters further on."""
        return Token(self.value, self.span.shifted(by))


class Flag(NamedTuple):
    """`--name=value`; `value` is None without `=`. Quotes and escapes are removed from both."""

    name: str
    value: str | None
    span: Span
    name_span: Span
    value_span: Span
    raw: str
    """The flag as BuildKit reads it, byte by byte, so that non-ASCII characters come out mangled."""

    def shifted(self, by: int) -> Flag:
        """The same flag, `by` characters further on."""
        return self._replace(
            span=self.span.shifted(by), name_span=self.name_span.shifted(by), value_span=self.value_span.shifted(by)
        )


class Heredoc(NamedTuple):
    """A heredoc: `marker` spans `<<NAME`, `body` its lines, `terminator` the closing line without its line end."""

    name: str
    expand: bool
    chomp: bool
    descriptor: int
    content: str
    marker: Span
    body: Span
    terminator: Span | None

    def shifted(self, by: int) -> Heredoc:
        """The same heredoc, `by` characters further on."""
        end = self.terminator.shifted(by) if self.terminator else None
        return self._replace(marker=self.marker.shifted(by), body=self.body.shifted(by), terminator=end)


class Problem(NamedTuple):
    """Something that BuildKit's parser rejects."""

    code: str
    message: str
    span: Span

    def shifted(self, by: int) -> Problem:
        """The same problem, `by` characters further on."""
        return self._replace(span=self.span.shifted(by))


class Comment(NamedTuple):
    """A comment line; `span` runs from its `#` to the end of the line, `value` is the text after the `#`, trimmed."""

    value: str
    span: Span
    indented: bool

    def shifted(self, by: int) -> Comment:
        """The same comment, `by` characters further on."""
        return self._replace(span=self.span.shifted(by))


class Joined(NamedTuple):
    """The text of an instruction with continuations joined, and a map from it to the source."""

    string: str
    starts: list[int]
    """Offsets in `string` where a new piece begins; the first is 0."""
    sources: list[int]
    """The source offset of each piece."""
    lengths: list[int]

    def source(self, offset: int) -> int:
        """Convert an offset in the joined text to a source offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.sources[index] + offset - self.starts[index]

    def offset(self, source: int) -> int:
        """Convert a source offset to an offset in the joined text; text that was left out maps to what follows it."""
        index = max(bisect_right(self.sources, source) - 1, 0)
        return self.starts[index] + min(max(source - self.sources[index], 0), self.lengths[index])

    def span(self, start: int, end: int) -> Span:
        """Convert a range of the joined text to a source range, from its first to its last character."""
        if end <= start:
            at = self.source(start) if start < len(self.string) or not start else self.source(start - 1) + 1
            return Span(at, at)
        return Span(self.source(start), self.source(end - 1) + 1)


@frozen(eq=False)
class Gap:
    """Blank lines and comments between instructions."""

    text: str
    comments: tuple[Comment, ...]

    name: ClassVar[str] = ""
    heredocs_open: ClassVar[bool] = False


@frozen(eq=False)
class Unit:
    """One parsed instruction; equal text and escape character give the same object."""

    text: str
    escape: str
    joined: Joined
    keyword: Token
    name: str
    """The keyword in upper case."""
    flags: tuple[Flag, ...]
    rest: int
    """Offset in the joined text where the arguments begin."""
    arguments: tuple[Token, ...]
    """Words, JSON strings, or all arguments as one token; for ENV and LABEL, keys and values alternate."""
    form: str
    """How the arguments were parsed: words, string, json, pairs, legacy, arg, health, from, inner, none."""
    heredocs: tuple[Heredoc, ...]
    comments: tuple[Comment, ...]
    blank_lines: tuple[Span, ...]
    """Empty lines inside a continuation."""
    problems: tuple[Problem, ...]
    inner: Unit | None
    """For ONBUILD, the instruction that is triggered; its spans also count from the start of this unit."""
    head_end: int
    """Source offset where the logical line ends and heredoc bodies begin."""
    heredocs_open: bool
    """Whether a heredoc has no terminator, so that the end of the unit depends on the text after it."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """A cache for later layers, of values computed from this unit; they limit its size."""

    @property
    def is_json(self) -> bool:
        """Whether the arguments are a JSON array (for HEALTHCHECK, those of its command)."""
        return self.form == "json"


Piece = Unit | Gap
