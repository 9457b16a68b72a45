"""The words of an instruction that BuildKit expands, parsed once per unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.semantics.mounts import fields
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag, Heredoc, Token, Unit
from dockwright.syntax.words import Parts, Variable, WordError, read, variables
from dockwright.text import Span

_ALL_ARGUMENTS = frozenset({"ENV", "LABEL", "WORKDIR", "USER", "VOLUME", "STOPSIGNAL", "EXPOSE"})
_FLAGS = {
    "FROM": frozenset({"platform"}),
    "COPY": frozenset({"chown", "chmod"}),
    "ADD": frozenset({"chown", "chmod", "checksum"}),
}


class Word(NamedTuple):
    """A word that is expanded; spans of its parts count from the start of its text."""

    value: str
    parts: Parts
    error: WordError | None
    """Why it cannot be parsed; it has no parts then."""
    span: Span
    """From the start of the unit."""
    start: int
    """Offset of its text in the source if both are equal character by character; else -1."""
    joined: int
    """Offset of its text in the joined text if both are equal character by character; else -1."""
    kind: Literal["argument", "flag", "heredoc"]

    def source(self, unit: Unit, inside: Span) -> Span:
        """The range of a part of the word, from the start of the unit; that of the whole word if it is not known
        exactly.
        """
        if self.joined >= 0:
            return unit.joined.span(self.joined + inside.start, self.joined + inside.end)
        return inside.shifted(self.start) if self.start >= 0 else self.span

    @property
    def variables(self) -> list[Variable]:
        """All uses of variables in it, in order."""
        return variables(self.parts)


def expanded(unit: Unit) -> tuple[Word, ...]:
    """The words that are expanded when the instruction runs; none under ONBUILD, and no shell script."""
    found: tuple[Word, ...] | None = unit.memo.get("expanded")
    if found is None:
        found = unit.memo["expanded"] = () if unit.problems else tuple(_expanded(Instruction(unit, 0)))
    return found


def _expanded(instruction: Instruction) -> Iterator[Word]:
    unit, name = instruction.unit, instruction.name
    for flag in instruction.flags:
        if name == "RUN" and flag.name == "mount" and flag.value:
            yield from _mount(instruction, flag)
        elif flag.value and flag.name in _FLAGS.get(name, ()):
            yield _word(unit, Token(flag.value, flag.value_span), "flag")
    if name in _ALL_ARGUMENTS:
        for token in unit.arguments:
            yield _word(unit, token)
    elif name == "FROM":
        for token in unit.arguments[:1]:
            yield _word(unit, token)
    elif name == "ARG":
        for token in unit.arguments:
            yield from _default(unit, token)
    elif name in ("COPY", "ADD"):
        markers = {heredoc.marker for heredoc in unit.heredocs}
        for token in unit.arguments:
            if token.span not in markers:
                yield _word(unit, token)
        for heredoc in unit.heredocs:
            if heredoc.expand:
                yield _heredoc(heredoc)


def _word(unit: Unit, token: Token, kind: Literal["argument", "flag"] = "argument") -> Word:
    parts, error = _read(token.value, unit.escape)
    joined = -1
    if len(parts) > 1 or error or (parts and isinstance(parts[0], Variable)):
        joined = _place(unit, token)
    return Word(token.value, parts, error, token.span, -1, joined, kind)


def _place(unit: Unit, token: Token) -> int:
    """Offset of the value of a token in the joined text; -1 if quotes or escapes were removed from it."""
    if token.span.start >= token.span.end:
        return -1
    start = unit.joined.offset(token.span.start)
    text = unit.joined.string[start : unit.joined.offset(token.span.end - 1) + 1]
    if text == token.value:
        return start
    return start + 1 if text[1:-1] == token.value else -1


def _read(text: str, escape: str, quotes: bool = True) -> tuple[Parts, WordError | None]:
    try:
        return read(text, escape, quotes), None
    except WordError as error:
        return (), error


def _default(unit: Unit, token: Token) -> Iterator[Word]:
    """The default value of an ARG."""
    name, equals, value = token.value.partition("=")
    if equals and value:
        at = _place(unit, token)
        start = at + len(name) + 1
        span = unit.joined.span(start, start + len(value)) if at >= 0 else token.span
        yield _word(unit, Token(value, span))


def _mount(instruction: Instruction, flag: Flag) -> Iterator[Word]:
    for field in fields(instruction, flag):
        if field.value and field.key != "from":
            yield _word(instruction.unit, Token(field.value, field.value_span), "flag")


def _heredoc(heredoc: Heredoc) -> Word:
    r"""The content of a file that COPY or ADD creates; quotes have no meaning in it, and the escape character is always
    `\`.
    """
    parts, error = _read(heredoc.content, "\\", quotes=False)
    start = heredoc.body.start if heredoc.body.end - heredoc.body.start == len(heredoc.content) else -1
    return Word(heredoc.content, parts, error, heredoc.body, start, -1, "heredoc")
