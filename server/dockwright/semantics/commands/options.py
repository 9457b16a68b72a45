"""Options and operands of a command line, for any program given the options that take values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.frozen import frozen
from dockwright.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockwright.syntax.shell import Word


@frozen
class Option:
    """`-y`, `--yes`, `-o value`, `--option=value`; a cluster like `-yqq` is one option per letter."""

    name: str
    value: str | None
    span: Span
    """The whole word, and the next one if that is the value."""


@frozen
class Arguments:
    """The arguments of a command. A word that is not a literal counts as an operand."""

    options: tuple[Option, ...]
    operands: tuple[Word, ...]

    def has(self, *names: str) -> bool:
        """Whether any of the options is given."""
        return any(option.name in names for option in self.options)

    def value(self, *names: str) -> str | None:
        """The value of the last of the options that is given."""
        return next((option.value for option in reversed(self.options) if option.name in names), None)


def arguments(words: Sequence[Word], with_value: Iterable[str] = (), long_dash: bool = False) -> Arguments:
    """The options and operands in the words after the command name.

    With `long_dash`, long options start with a single dash, as go's do, and there are no clusters.
    """
    takes = frozenset(with_value)
    options: list[Option] = []
    operands: list[Word] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        text = word.literal if word.literal is not None else word.text
        if text == "--":
            operands += words[position:]
            break
        if len(text) < 2 or text[0] != "-":
            operands.append(word)
            continue
        following = words[position] if position < len(words) else None
        found, used = _option(word, text, following, takes, long_dash)
        options += found
        position += used
    return Arguments(tuple(options), tuple(operands))


def _option(
    word: Word, text: str, following: Word | None, takes: frozenset[str], long_dash: bool
) -> tuple[list[Option], int]:
    name, equals, value = text.partition("=")
    if equals:
        return [Option(name, value, word.span)], 0
    if text in takes:
        if following is None:
            return [Option(text, None, word.span)], 0
        given = following.literal if following.literal is not None else following.text
        return [Option(text, given, Span(word.span.start, following.span.end))], 1
    if text.startswith("--") or long_dash:
        return [Option(text, None, word.span)], 0
    found: list[Option] = []
    for index, letter in enumerate(text[1:], 1):
        short = f"-{letter}"
        if short in takes:
            rest = text[index + 1 :]
            if rest or following is None:
                return [*found, Option(short, rest or None, word.span)], 0
            given = following.literal if following.literal is not None else following.text
            return [*found, Option(short, given, Span(word.span.start, following.span.end))], 1
        found.append(Option(short, None, word.span))
    if len(found) > 1:
        found.append(Option(text, None, word.span))
    return found, 0
