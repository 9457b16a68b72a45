"""A `Unit` at an offset: what rules and features read. Created on demand and not kept."""

from __future__ import annotations

from dockwright.syntax.nodes import Comment, Flag, Heredoc, Problem, Token, Unit
from dockwright.text import Span


class Instruction:
    """An instruction of a file. All spans are offsets in the document, or in the unit if the offset is 0."""

    __slots__ = ("start", "unit")

    def __init__(self, unit: Unit, start: int) -> None:
        self.unit = unit
        self.start = start

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instruction) and (self.unit, self.start) == (other.unit, other.start)

    def __hash__(self) -> int:
        return hash((self.unit, self.start))

    def __repr__(self) -> str:
        return f"Instruction({self.unit.text!r}, {self.start})"

    @property
    def end(self) -> int:
        """The offset after the last character of the instruction, without the last line end."""
        return self.start + len(self.unit.text.rstrip("\r\n"))

    @property
    def full_end(self) -> int:
        """The offset where the next piece begins."""
        return self.start + len(self.unit.text)

    @property
    def span(self) -> Span:
        """From the keyword to the end of the last line, heredocs included, without the last line end."""
        return Span(self.keyword.span.start, max(self.end, self.keyword.span.end))

    @property
    def head_span(self) -> Span:
        """As `span`, without heredoc bodies."""
        end = self.start + len(self.unit.text[: self.unit.head_end].rstrip("\r\n"))
        return Span(self.keyword.span.start, max(end, self.keyword.span.end))

    @property
    def name(self) -> str:
        """The keyword in upper case, also if it is unknown."""
        return self.unit.name

    @property
    def keyword(self) -> Token:
        """The keyword as written."""
        return self.unit.keyword.shifted(self.start) if self.start else self.unit.keyword

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The `--name=value` words before the arguments."""
        start = self.start
        return tuple(flag.shifted(start) for flag in self.unit.flags) if start else self.unit.flags

    def flag(self, name: str) -> Flag | None:
        """The first flag with this name; None if there is none."""
        return next((flag.shifted(self.start) for flag in self.unit.flags if flag.name == name), None)

    @property
    def arguments(self) -> tuple[Token, ...]:
        """Words, JSON strings or one string; for ENV and LABEL, keys and values alternate."""
        start = self.start
        return tuple(token.shifted(start) for token in self.unit.arguments) if start else self.unit.arguments

    @property
    def arguments_span(self) -> Span:
        """From the first argument to the end of the logical line, in any form."""
        unit = self.unit
        end = len(unit.joined.string.rstrip())
        return unit.joined.span(min(unit.rest, end), end).shifted(self.start)

    @property
    def pairs(self) -> tuple[tuple[Token, Token], ...]:
        """The keys and values of ENV and LABEL."""
        found = self.arguments
        return tuple(zip(found[::2], found[1::2], strict=False))

    @property
    def is_json(self) -> bool:
        """Whether the arguments are a JSON array (for HEALTHCHECK, those of its command)."""
        return self.unit.is_json

    @property
    def heredocs(self) -> tuple[Heredoc, ...]:
        """The heredocs opened on the line, in order."""
        return tuple(heredoc.shifted(self.start) for heredoc in self.unit.heredocs)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """Comment lines between continuation lines."""
        return tuple(comment.shifted(self.start) for comment in self.unit.comments)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What BuildKit's parser refuses here."""
        return tuple(problem.shifted(self.start) for problem in self.unit.problems)

    @property
    def inner(self) -> Instruction | None:
        """For ONBUILD, the instruction that is triggered."""
        return Instruction(self.unit.inner, self.start) if self.unit.inner else None

    @property
    def text(self) -> str:
        """The logical line: keyword, flags and arguments with continuations joined."""
        return self.unit.joined.string

    @property
    def argument_text(self) -> str:
        """The arguments as one string, continuations joined."""
        return self.unit.joined.string[self.unit.rest :].rstrip()

    def source_span(self, start: int, end: int) -> Span:
        """Convert a range of `text` to a range in the document."""
        return self.unit.joined.span(start, end).shifted(self.start)
