"""Where to insert a new line, so that comments and pragmas stay with their instruction."""

from __future__ import annotations

import re

from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.lines import BOM
from dockwright.text import Edit, Span

PRAGMA = re.compile(r"\s*#.*\b(?:check\s*=|hadolint|ignore|skip|allow|shellcheck|tally)", re.IGNORECASE)
"""A comment for tools about the instruction below it."""


def line_end(model: Model) -> str:
    """The line end that the file uses."""
    return "\r\n" if model.tree.text.string.partition("\n")[0].endswith("\r") else "\n"


def cased(word: str, like: str) -> str:
    """A keyword in the case of another one."""
    return word.lower() if like.islower() else word


def line_before(model: Model, instruction: Instruction, line: str) -> Edit:
    """The edit that inserts a line above an instruction and its comments."""
    text = model.tree.text
    start = above(model, instruction)
    first = text.starts[text.line_of(instruction.keyword.span.start)]
    indent = text.string[first : instruction.keyword.span.start]
    return Edit(Span(start, start), (indent if indent.isspace() else "") + line + line_end(model))


def above(model: Model, instruction: Instruction) -> int:
    """The start of the line where an instruction and its comments begin."""
    text = model.tree.text
    own = text.line_of(instruction.keyword.span.start)
    lowest = _first_free_line(model, instruction)
    first = own
    while first > lowest and text.line(first - 1).lstrip().startswith("#"):
        first -= 1
    pragmas = [line for line in range(lowest, own) if PRAGMA.match(text.line(line))]
    if first == 0 and not pragmas:
        first = own  # comments at the head of the file are about the file
    start = text.starts[min([first, *pragmas])]
    return start if start or not text.string.startswith(BOM) else 1


def _first_free_line(model: Model, instruction: Instruction) -> int:
    """The first line after the instruction or directive before an instruction."""
    text = model.tree.text
    gap = model.tree.gap_before(instruction.start)
    start = gap[1] if gap else instruction.start
    lowest = text.line_of(start)
    if text.starts[lowest] < start:
        lowest += 1
    directives = [text.line_of(directive.span.start) + 1 for directive in model.tree.directives]
    if start == 0 and text.string.startswith("#!"):
        directives.append(1)
    return min(max([lowest, *directives]) if start == 0 else lowest, text.line_of(instruction.keyword.span.start))


def without_item(model: Model, step: Step, item: Span) -> Edit:
    """The edit that removes an item of an ARG or ENV, with its line if it is the only one."""
    instruction, text = step.instruction, model.tree.text
    if instruction.name == "ENV":
        items = [Span(key.span.start, value.span.end) for key, value in instruction.pairs]
    else:
        items = [token.span for token in instruction.arguments]
    index = next(index for index, span in enumerate(items) if span.overlaps(item))
    if len(items) > 1 and index + 1 < len(items):
        return Edit(Span(items[index].start, items[index + 1].start), "")
    if len(items) > 1:
        return Edit(Span(items[index - 1].end, items[index].end), "")
    line = text.line_of(instruction.keyword.span.start)
    name = text.slice(items[0]).partition("=")[0]
    described = re.compile(rf"#\s*{re.escape(name)}\s")
    first = line
    while first and (described.match(text.line(first - 1)) or PRAGMA.match(text.line(first - 1))):
        first -= 1
    return Edit(Span(text.starts[first], _without_blank(model, first, instruction.full_end)), "")


def _without_blank(model: Model, first: int, end: int) -> int:
    """The end of a deletion: one of two blank lines is deleted, too, and one that would be at the top of the file."""
    text = model.tree.text
    below = text.line_of(end)
    blank = text.starts[below] == end and below + 1 < len(text.starts) and not text.line(below).strip()
    return text.starts[below + 1] if blank and (first == 0 or not text.line(first - 1).strip()) else end
