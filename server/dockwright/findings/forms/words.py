"""The meaning of a word in any environment, and other words with the same meaning."""

from __future__ import annotations

from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.words import Literal, Variable, WordError, read

Meaning = tuple[tuple[str, bool], ...]
"""Text (False) and uses of variables as written (True), alternating. Equal meanings expand to equal values."""


def meaning(word: str, escape: str) -> Meaning | None:
    """The meaning of a word; None if BuildKit cannot parse it."""
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
    """The meaning of a literal text."""
    return ((text, False),) if text else ()


def written(wanted: Meaning, escape: str, *, quotes: bool = False) -> str:
    """A word with this meaning: unquoted if nothing in it needs `quotes`, else in double quotes."""
    special = f"'\"${escape}{GO_BLANKS}"
    if (
        not quotes
        and wanted
        and not any(mark in text for text, is_variable in wanted if not is_variable for mark in special)
    ):
        bare = "".join(text for text, _ in wanted)
        if meaning(bare, escape) == wanted:  # `$a` followed by a letter would be another name; `${a}` is not
            return bare
    return _in_quotes(wanted, escape)


def argument(text: str, escape: str) -> str:
    """The argument with this literal text, for an instruction that takes the rest of the line as one argument."""
    plain = text == text.strip(GO_BLANKS) and meaning(text, escape) == literal(text)
    return text if plain else _in_quotes(literal(text), escape)


def piecewise(wanted: Meaning, escape: str) -> str:
    """A word with this meaning where only text is quoted, for variables that contain quotes themselves."""
    return "".join(text if is_variable else _in_quotes(((text, False),), escape) for text, is_variable in wanted)


def _in_quotes(wanted: Meaning, escape: str) -> str:
    return '"' + "".join(text if is_variable else _escaped(text, escape) for text, is_variable in wanted) + '"'


def _escaped(text: str, escape: str) -> str:
    for mark in (escape, '"', "$"):
        text = text.replace(mark, escape + mark)
    return text
