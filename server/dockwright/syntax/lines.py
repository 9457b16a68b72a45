r"""Logical lines: physical lines joined at continuations, without comments and blank lines.

For BuildKit a line ends at `\n` only, and all trailing `\r` are removed.
"""

from __future__ import annotations

from typing import NamedTuple

from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Comment, Joined
from dockwright.text import Span

BOM = "\ufeff"


class Logical(NamedTuple):
    """A logical line. Offsets count from the start of the string; `end` is after the last physical line."""

    joined: Joined
    end: int
    comments: tuple[Comment, ...]
    blank_lines: tuple[Span, ...]


def logical_end(string: str, start: int, escape: str) -> int:
    """The offset after the last line end of the logical line that begins at `start`."""
    first = True
    while start < len(string):
        newline = string.find("\n", start)
        end = len(string) if newline < 0 else newline + 1
        content = string[start:end].rstrip("\r\n").lstrip(GO_BLANKS)
        start = end
        skipped = not first and (not content or content[0] == "#")
        if not skipped and _continuation(content, escape) < 0:
            break
        first = False
    return start


def join(string: str, start: int, escape: str) -> Logical:
    """Join the logical line that begins at `start`."""
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    lengths: list[int] = []
    comments: list[Comment] = []
    blank_lines: list[Span] = []
    total = 0
    at = start
    first = True
    going = True
    while going and (at < len(string) or first):
        newline = string.find("\n", at)
        end = len(string) if newline < 0 else newline + 1
        line = string[at:end].rstrip("\r\n")
        content = line.lstrip(GO_BLANKS)
        indent = len(line) - len(content)
        if not first and content[:1] == "#":
            comments.append(Comment(content[1:].strip(GO_BLANKS), Span(at + indent, at + len(line)), indent > 0))
        elif not first and not content:
            blank_lines.append(Span(at, at + len(line)))
        else:
            if not first:
                content, indent = line, 0
            cut = _continuation(content, escape)
            going = cut >= 0
            if going:
                content = content[:cut]
            if content or first:
                pieces.append(content)
                starts.append(total)
                sources.append(at + indent)
                lengths.append(len(content))
                total += len(content)
        first = False
        at = end
    if len(starts) > 1 and not lengths[0]:
        del pieces[0], starts[0], sources[0], lengths[0]
    joined = Joined("".join(pieces), starts, sources, lengths)
    return Logical(joined, at, tuple(comments), tuple(blank_lines))


def _continuation(content: str, escape: str) -> int:
    """The offset of the escape character that continues the line, or -1."""
    if not content or content[-1] not in (escape, " ", "\t"):
        return -1
    trimmed = content.rstrip(" \t")
    at = len(trimmed) - 1
    if at < 0 or trimmed[at] != escape or (at > 0 and trimmed[at - 1] == escape):
        return -1
    return at
