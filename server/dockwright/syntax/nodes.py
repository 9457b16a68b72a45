"""What the parser gives: tokens, flags, heredocs, problems, units and gaps. All spans count from the unit's start."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, ClassVar, NamedTuple

from dockwright.frozen import field, frozen
from dockwright.text import Span


class Token(NamedTuple):
    """A piece of an instruction: what BuildKit sees, and the source range it comes from."""

    value: str
    span: Span

    def shifted(self, by: int) -> Token:
        """The same token, `by` characters further on."""
        return Token(self.value, self.span.shifted(by))


class Flag(NamedTuple):
    """`--name=value`; `value` is None where there is no `=`. Quotes and escapes are removed from both."""

    name: str
    value: str | None
    span: Span
    name_span: Span
    value_span: Span
    raw: str
    """The word as BuildKit reads it, byte by byte: characters outside ASCII are mangled, as they are there."""

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
    """Something the parser of BuildKit refuses."""

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
    """The text of an instruction with its continuations joined, and where each piece of it comes from."""

    string: str
    starts: list[int]
    """Offsets in `string` at which a new piece begins; the first is 0."""
    sources: list[int]
    """The source offset of each piece."""
    lengths: list[int]

    def source(self, offset: int) -> int:
        """The source offset of the character at `offset` of the joined text."""
        index = bisect_right(self.starts, offset) - 1
        return self.sources[index] + offset - self.starts[index]

    def offset(self, source: int) -> int:
        """The offset in the joined text of a source offset; of what was left out, that of what follows."""
        index = max(bisect_right(self.sources, source) - 1, 0)
        return self.starts[index] + min(max(source - self.sources[index], 0), self.lengths[index])

    def span(self, start: int, end: int) -> Span:
        """The source range of a range of the joined text, from its first to its last character."""
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
    """One parsed instruction, wholly determined by its text and the escape character; equal text is the same unit."""

    text: str
    escape: str
    joined: Joined
    keyword: Token
    name: str
    """The keyword in upper case."""
    flags: tuple[Flag, ...]
    rest: int
    """Where the arguments begin in the joined text."""
    arguments: tuple[Token, ...]
    """Words, JSON strings, or the whole rest as one token; for ENV and LABEL alternately keys and values."""
    form: str
    """How the arguments were read: words, string, json, pairs, legacy, arg, health, from, inner, none."""
    heredocs: tuple[Heredoc, ...]
    comments: tuple[Comment, ...]
    blank_lines: tuple[Span, ...]
    """Empty lines inside a continuation."""
    problems: tuple[Problem, ...]
    inner: Unit | None
    """Under ONBUILD, the instruction that is triggered; its spans count from this unit's start too."""
    head_end: int
    """Where the logical line ends and heredoc bodies begin, in the source."""
    heredocs_open: bool
    """Whether a heredoc has no terminator, so that where the unit ends depends on what follows."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """What later layers computed from this unit alone; bounded by them."""

    @property
    def is_json(self) -> bool:
        """Whether the arguments are a JSON array (for HEALTHCHECK: those of its command)."""
        return self.form == "json"


Piece = Unit | Gap
