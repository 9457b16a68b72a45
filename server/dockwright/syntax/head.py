"""Splits an instruction into keyword, flags and arguments, as BuildKit does."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.syntax.blanks import GO_BLANKS, SPLIT_BLANKS


class RawFlag(NamedTuple):
    """A flag as BuildKit reads it, and its range in the joined text."""

    value: str
    start: int
    end: int


class Head(NamedTuple):
    """The ranges of keyword and arguments in the joined text, and the flags between them."""

    keyword: tuple[int, int]
    flags: tuple[RawFlag, ...]
    rest: int
    rest_end: int


_KEYWORD = pattern(f"[^{SPLIT_BLANKS}\n]*")
_BLANK = frozenset(b"\t\n\v\f\r \x85\xa0")


def cut(joined: str, start: int = 0) -> Head:
    """Split the instruction that begins at `start` of a joined line."""
    end = len(joined.rstrip(GO_BLANKS))
    while start < end and joined[start] in GO_BLANKS:
        start += 1
    end = max(end, start)
    match = _KEYWORD.match(joined, start, end)
    stop = match.end() if match else end
    rest = stop
    while rest < end and joined[rest] in SPLIT_BLANKS + "\n":
        rest += 1
    flags: tuple[RawFlag, ...] = ()
    if joined.startswith("--", rest) or (joined[rest : rest + 1] not in ("", "-") and _leads_with_blank(joined, rest)):
        flags, rest = _flags(joined, rest, end)
    while rest < end and joined[rest] in GO_BLANKS:
        rest += 1
    return Head((start, stop), flags, rest, end)


def _leads_with_blank(joined: str, at: int) -> bool:
    """Whether BuildKit, which reads bytes here, skips the character at `at` before it looks for flags."""
    return joined[at] in GO_BLANKS


def _flags(joined: str, start: int, end: int) -> tuple[tuple[RawFlag, ...], int]:
    """The leading words that begin with `--`, and the offset where the arguments begin.

    BuildKit reads bytes: a non-ASCII character becomes one character per byte, and the bytes 0x85 and 0xA0 are blanks.
    ` -- ` ends the flags. Only a backslash escapes here, whatever the escape directive says.
    """
    data = joined[start:end].encode("utf-8", "surrogatepass")
    offsets = _offsets(joined, start, end, data)
    flags: list[RawFlag] = []
    word: list[str] = []
    word_start = at = 0
    quote = 0
    inside = quoted = False
    while at < len(data):
        byte = data[at]
        if not inside:
            if byte in _BLANK:
                at += 1
                continue
            if data[at : at + 2] != b"--":
                return tuple(flags), offsets(at)
            inside, word_start = True, at
        if not quote and byte in _BLANK:
            inside = False
            if word == ["-", "-"]:
                return tuple(flags), offsets(at)
            if word or quoted:
                flags.append(RawFlag("".join(word), offsets(word_start), offsets(at)))
            word, quoted = [], False
        elif not quote and byte in b"'\"":
            quote, quoted = byte, True
        elif quote and byte == quote:
            quote = 0
        elif byte == 0x5C:
            at += 1
            if at < len(data):
                word.append(chr(data[at]))
        else:
            word.append(chr(byte))
        at += 1
    if inside and word != ["-", "-"] and (word or quoted):
        flags.append(RawFlag("".join(word), offsets(word_start), end))
    return tuple(flags), end


def _offsets(joined: str, start: int, end: int, data: bytes) -> Callable[[int], int]:
    """Return a function that converts byte offsets to offsets in `joined`."""
    if len(data) == end - start:
        return lambda at: start + at
    table: list[int] = []
    for index in range(start, end):
        table += [index] * len(joined[index].encode("utf-8", "surrogatepass"))
    table.append(end)
    return table.__getitem__
