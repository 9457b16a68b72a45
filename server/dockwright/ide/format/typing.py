"""On-type formatting after Enter: the indentation of the new line, and the terminator of a heredoc."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.config import FormatSettings
from dockwright.ide.format.indent import usual
from dockwright.ide.format.quotes import foreign, movable
from dockwright.ide.format.style import DEFAULT_INDENT, Style, indentation
from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import Tree
from dockwright.text import Edit, Span


def opened_line(tree: Tree, offset: int, settings: FormatSettings, style: Style) -> tuple[Edit, ...]:
    """The edit for the new line at `offset`: indented after a continuation, unindented after an instruction.

    After the first line of an open heredoc, it inserts the terminator.
    """
    text = tree.text
    line = text.line_of(offset)
    span = text.line_span(line)
    content = text.slice(span)
    rest = content.lstrip(" \t")
    indent = content[: len(content) - len(rest)]
    index = tree.piece_at(max(span.start - 1, 0))
    unit = tree.pieces[index] if index >= 0 else None
    if line == 0 or not settings.enable or not isinstance(unit, Unit) or "#" in rest[:1]:
        return ()
    start = tree.starts[index]
    if unit.heredocs_open:
        return _closing(tree, unit, span) if span.start == start + unit.head_end and not rest else ()
    if span.start > start + unit.head_end or (unit.heredocs and span.start >= start + unit.head_end):
        return ()
    lines = [number for number in range(text.line_of(start), line) if counts(text.line(number))]
    before = text.line(lines[-1]) if lines else ""
    if not _continues(before, tree.escape):
        # The editor may have copied the indentation of the last line of an instruction.
        new = "" if len(lines) > 1 and not rest else indent
    else:
        strange = foreign(tree)
        if span.start < start + unit.head_end and rest and not movable(unit, strange)(span.start - start):
            return ()
        first = text.line(lines[0])
        lead = first[: len(first) - len(first.lstrip(" \t"))]
        above = before[: len(before) - len(before.lstrip(" \t"))]
        step = indentation(settings, style) or usual(tree, strange) or DEFAULT_INDENT
        new = above if len(lines) > 1 and above else lead + step
    return (Edit(Span(span.start, span.start + len(indent)), new),) if new != indent else ()


def _closing(tree: Tree, unit: Unit, line: Span) -> tuple[Edit, ...]:
    """The terminator below an empty first line; at the end of the file it would move the cursor."""
    string = tree.text.string
    newline = "\r\n" if string.startswith("\r\n", line.end) else "\n"
    if unit.text[: unit.head_end].count("<<") != 1 or not string.startswith(newline, line.end):
        return ()
    below = line.end + len(newline)
    return (Edit(Span(below, below), unit.heredocs[0].name + newline),)


def is_continued(lines: Sequence[str], escape: str) -> bool:
    """Whether the last non-empty line of an instruction is continued."""
    last = next((line for line in reversed(lines) if counts(line)), "")
    return _continues(last, escape)


def counts(line: str) -> bool:
    """Whether a line of an instruction is neither empty nor a comment."""
    return line.strip() != "" and not line.lstrip().startswith("#")


def _continues(line: str, escape: str) -> bool:
    kept = line.rstrip(" \t")
    return kept.endswith(escape) and not kept.endswith(escape * 2)
