"""Formatting: minimal edits that do not change the build. Heredoc bodies, strings and shell scripts stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dockwright.config import FormatSettings
from dockwright.ide.format.columns import without_columns
from dockwright.ide.format.indent import layout, reindented, usual, wanted
from dockwright.ide.format.quotes import foreign, innermost
from dockwright.ide.format.style import DEFAULT_INDENT, Style, indentation, keyword_case, stages_indented
from dockwright.ide.format.words import worded
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Gap, Unit
from dockwright.syntax.tree import Tree, parse
from dockwright.text import Edit, Span, Text, apply

_SWITCH = re.compile(r"#[ \t]*fmt:[ \t]*(off|on)[ \t]*\Z")
_BLANK = " \t"


def formatting(tree: Tree, settings: FormatSettings | None = None, style: Style | None = None) -> tuple[Edit, ...]:
    """The edits that format a whole file, in order. Invalid instructions stay as they are.

    If the result would not mean the same, there are no edits.
    """
    edits = laid_out(tree, settings or FormatSettings(), style or Style())
    if edits and meaning(parse(apply(tree.text.string, edits))) != meaning(tree):
        return ()
    return edits


def within(edits: Iterable[Edit], spans: Iterable[Span], text: Text) -> tuple[Edit, ...]:
    """The edits that touch a line of one of the ranges."""
    lines = [(text.line_of(span.start), text.line_of(max(span.end - 1, span.start))) for span in spans]
    ranges = [Span(text.line_span(first).start, text.line_span(last).end) for first, last in lines]
    return tuple(edit for edit in edits if any(edit.span.overlaps(span) for span in ranges))


def meaning(tree: Tree) -> Any:
    """What a build sees of a file, without blanks between words of shell scripts; comments included."""
    units = [_seen(tree.pieces[index]) for index in tree.places]  # type: ignore[arg-type]
    comments = [comment.value for piece in tree.pieces for comment in piece.comments]
    return tree.directives and [directive.value for directive in tree.directives], units, comments


def _seen(unit: Unit) -> Any:
    last = innermost(unit)
    words = [" ".join(token.value.split()) if last.form in ("string", "health") else token.value
             for token in last.arguments]  # fmt: skip
    if last.form in ("from", "health", "json") and last.name in ("FROM", "HEALTHCHECK"):
        words = [word.upper() if word.upper() in ("AS", "CMD", "NONE") else word for word in words]
    flags = [flag.raw for each in (unit, last) for flag in each.flags]
    return unit.name, last.name, flags, last.form, words, [heredoc.content for heredoc in unit.heredocs]


def laid_out(tree: Tree, settings: FormatSettings, style: Style) -> tuple[Edit, ...]:
    """The edits of `formatting` without the final check of their result."""
    if not tree.instructions or tree.zone.problems:
        return ()
    strange = foreign(tree)
    asked = indentation(settings, style)
    common = asked or usual(tree, strange) or DEFAULT_INDENT
    case = keyword_case(tree, settings)
    indented = stages_indented(tree)
    found: list[Edit] = []
    on = True
    for index, (piece, start) in enumerate(zip(tree.pieces, tree.starts, strict=True)):
        if isinstance(piece, Gap):
            switched = _switched(piece, on)
            if on and switched:
                found += _gap(tree, piece, start, settings.blank_lines, style.trim, index, indented)
            on = switched
        elif piece.heredocs_open:
            on = False  # the following lines may be its text
            break
        elif on and not piece.problems and piece.name in NAMES:
            head = piece.text[: piece.head_end]
            if settings.ignore_multiline_instructions and "\n" in head.rstrip("\r\n"):
                continue
            edits = list(_instruction(piece, case, asked, common, strange, indented))
            edits += _line_ends(piece, head) if style.trim else ()
            found += (edit.shifted(start) for edit in edits)
    if on and style.final_newline:
        found += _end(tree)
    return without_columns(tree.text, sorted(edit for edit in found if tree.text.slice(edit.span) != edit.new))


def _instruction(unit: Unit, case: str, asked: str, common: str, strange: bool, indented: bool) -> Iterator[Edit]:
    found = layout(unit, strange)
    lead = found.lead if indented else ""
    first = [Edit(Span(0, len(found.lead)), lead)]
    words = sorted([*first, *worded(unit, case, lead + common)])
    target = wanted(unit, found, asked, common, words, len(lead))
    if any("\n" in edit.new for edit in words):
        words = sorted([*first, *worded(unit, case, lead + target)])
    yield from words
    yield from reindented(unit, found, target, lead, bool(asked))


def _switched(gap: Gap, on: bool) -> bool:
    """Whether formatting is enabled after a gap."""
    for comment in gap.comments:
        if match := _SWITCH.match("#" + comment.value):
            on = match[1] == "on"
    return on


def _gap(tree: Tree, gap: Gap, start: int, most: int, trim: bool, index: int, indented: bool) -> Iterator[Edit]:
    """Remove trailing blanks, unindent comments, and limit the number of consecutive blank lines."""
    text = gap.text
    head = max((directive.span.end for directive in tree.directives), default=0)
    # A comment that moves to the top of the file could become a directive.
    most = max(most, 1) if index == 0 else most
    last = index == len(tree.pieces) - 1
    blank = 0
    at = 0
    for line in text.splitlines(keepends=True) if _plain_lines(text) else ():
        body = line.rstrip("\r\n")
        span = Span(start + at, start + at + len(line))
        at += len(line)
        if span.start < head:
            continue
        if body.strip(_BLANK):
            blank = 0
            yield from _comment(body, span.start, index > 0 and not indented, trim)
            continue
        blank += 1
        if blank > most or (last and not text[at:].strip()):
            yield Edit(span, "")
        elif body and trim:
            yield Edit(Span(span.start, span.start + len(body)), "")


def _plain_lines(text: str) -> bool:
    """Whether BuildKit and editors agree on the line ends; if not, a gap is left unchanged."""
    return text.splitlines() == re.split(r"\r?\n", text.removesuffix("\n").removesuffix("\r")) if text else False


def _comment(body: str, start: int, dedent: bool, trim: bool) -> Iterator[Edit]:
    first = len(body) - len(body.lstrip(_BLANK))
    if first and dedent and body[first] == "#":
        yield Edit(Span(start, start + first), "")
    kept = len(body.rstrip(_BLANK))
    if kept < len(body) and trim:
        yield Edit(Span(start + kept, start + len(body)), "")


def _line_ends(unit: Unit, head: str) -> Iterator[Edit]:
    """Remove trailing blanks that BuildKit ignores: after a continuation, and at the end of the last line."""
    at = 0
    lines = head.split("\n")
    if not lines[-1]:
        lines.pop()
    for index, line in enumerate(lines):
        body = line.rstrip("\r")
        kept = body.rstrip(_BLANK)
        comment = body.lstrip(_BLANK).startswith("#") and at > 0
        single = kept.endswith(unit.escape) and not kept.endswith(unit.escape * 2)
        ends = index == len(lines) - 1 and not unit.heredocs and not kept.endswith(unit.escape)
        if len(kept) < len(body) and (single or comment or ends or not kept):
            yield Edit(Span(at + len(kept), at + len(body)), "")
        at += len(line) + 1


def _end(tree: Tree) -> Iterator[Edit]:
    """Add a final line end, of the kind that the file uses."""
    string = tree.text.string
    last = tree.pieces[-1]
    if string.endswith("\n") or (isinstance(last, Gap) and not last.text.strip()) or last.heredocs_open:
        return
    if isinstance(last, Unit) and string.rstrip(_BLANK).endswith(tree.escape):
        return
    newline = "\r\n" if "\r\n" in string else "\n"
    yield Edit(Span(len(string), len(string)), newline)
