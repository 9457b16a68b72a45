"""What a word means in whatever environment it is expanded, and other words that mean the same."""

from __future__ import annotations

from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.words import Literal, Variable, WordError, read

Meaning = tuple[tuple[str, bool], ...]
"""Text (False) and uses of variables as they are written (True), in turn. Equal meanings expand to equal values."""


def meaning(word: str, escape: str) -> Meaning | None:
    """What a word means; None where BuildKit cannot read it."""
    try:
        parts = read(word, escape)
    except WordError:
        return None
    found: list[tuple[str, bool]] = []
    for part in parts:
        if isinstance(part, Variable):
            plain = not part.operator
            found.append((f"${{{part.name}}}" if plain else word[part.span.start : part.span.end], True))
        elif isinstance(part, Literal) and part.value:
            before = found.pop()[0] if found and not found[-1][1] else ""
            found.append((before + part.value, False))
    return tuple(found)


def literal(text: str) -> Meaning:
    """The meaning that is just this text."""
    return ((text, False),) if text else ()


def written(wanted: Meaning, escape: str, *, quotes: bool = False) -> str:
    """A word with this meaning: as it is where nothing in it needs `quotes`, else in double quotes."""
    special = f"'\"${escape}{GO_BLANKS}"
    if (
        not quotes
        and wanted
        and not any(mark in text for text, is_variable in wanted if not is_variable for mark in special)
    ):
        bare = "".join(text for text, _ in wanted)
        if meaning(bare, escape) == wanted:  # `$a` and a letter behind it would be another name; `${a}` is none
            return bare
    return _in_quotes(wanted, escape)


def argument(text: str, escape: str) -> str:
    """What an instruction that takes all of its line as one argument is given to have just this text."""
    plain = text == text.strip(GO_BLANKS) and meaning(text, escape) == literal(text)
    return text if plain else _in_quotes(literal(text), escape)


def piecewise(wanted: Meaning, escape: str) -> str:
    """A word with this meaning that quotes its text only, for variables that hold quotes themselves."""
    return "".join(text if is_variable else _in_quotes(((text, False),), escape) for text, is_variable in wanted)


def _in_quotes(wanted: Meaning, escape: str) -> str:
    return '"' + "".join(text if is_variable else _escaped(text, escape) for text, is_variable in wanted) + '"'


def _escaped(text: str, escape: str) -> str:
    for mark in (escape, '"', "$"):
        text = text.replace(mark, escape + mark)
    return text
