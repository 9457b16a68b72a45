"""Completion at the cursor. No proposals in comments, heredoc bodies and shell scripts, with a few exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dockwright.frozen import replace
from dockwright.ide import pages
from dockwright.ide.completion import arrays, comments, flags, keywords, shell, templates, typed, values, variables
from dockwright.ide.format.typing import counts, is_continued
from dockwright.ide.hover.images import described
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Gap
from dockwright.text import Span

_VARIABLE = re.compile(r"\$(?P<name>\w*|(?P<brace>\{)(?P<braced>\w*)(?P<colon>:?))\Z")
_SHELL_TEXT = frozenset({"RUN", "CMD", "ENTRYPOINT"})
_BLANKS = re.compile(r"[ \t]")


def complete(snapshot: Snapshot, offset: int) -> list[Completion]:
    """The proposals for the word at `offset`, most likely first; none if the word is one of the proposals already."""
    return typed.narrowed(snapshot.text, offset, _complete(snapshot, offset))


def documentation(key: str, locale: str = "") -> str:
    """The text for `Completion.documentation`, in Markdown; empty if there is none."""
    folder, _, name = key.partition("/")
    return described(name) or "" if folder == "images" else pages.find(key, locale)


def _complete(snapshot: Snapshot, offset: int) -> Iterable[Completion]:
    text = snapshot.text
    line = text.line_span(text.line_of(offset))
    before = text.slice(Span(line.start, min(offset, line.end)))
    instruction = _instruction(snapshot, offset)
    if instruction is None:
        if before.lstrip().startswith("#"):
            return comments.comments(snapshot, before, offset)
        return [*keywords.keywords(snapshot, before, offset), *templates.templates(snapshot, offset)]
    if any(heredoc.body.touches(offset) for heredoc in instruction.heredocs) and not _is_in_head(instruction, offset):
        return shell.closing_word(snapshot, instruction, before, offset)
    if before.lstrip().startswith("#"):
        return []
    target = instruction
    while target.inner and offset > target.keyword.span.end:
        target = target.inner
    if not target.keyword.value or line.start <= target.keyword.span.start < offset <= target.keyword.span.end:
        names = keywords.keywords(snapshot, before, offset, under_onbuild=target is not instruction)
        return [*names, *templates.templates(snapshot, offset)]
    if not _is_glued(snapshot, instruction, line.start):
        return _in_arguments(snapshot, target, before, offset)
    found = [] if before else _in_arguments(snapshot, target, before, offset)
    return [replace(proposal, new_text=f" {proposal.new_text}", filter_text=proposal.label) for proposal in found]


def _is_in_head(instruction: Instruction, offset: int) -> bool:
    """Whether the line that opens a heredoc ends at `offset`, as does the file."""
    unit = instruction.unit
    return offset == instruction.start + unit.head_end and not unit.text[: unit.head_end].endswith("\n")


def _in_arguments(snapshot: Snapshot, target: Instruction, before: str, offset: int) -> Iterable[Completion]:
    text = snapshot.text
    if target.name == "ONBUILD":
        return keywords.keywords(snapshot, before, offset, under_onbuild=True)
    variable = _VARIABLE.search(before)
    if variable and not before[: variable.start()].endswith(snapshot.tree.escape):
        return _variable(snapshot, target, Span(offset - len(variable[0]), offset), variable)
    in_array = arrays.items(snapshot, target, offset)
    if in_array is not None:
        return in_array
    word = Span(offset - len(_BLANKS.split(before)[-1]), offset)
    typed = text.slice(word)
    if _before_arguments(target, word.start) and (typed.startswith("-") or not typed):
        found = list(flags.flags(snapshot, target, word, typed))
        if typed.startswith("-"):
            return found
        if target.name in _SHELL_TEXT:
            return [*shell.shell(snapshot, target, word, typed), *found]
        return [*values.values(snapshot, target, word, typed), *found]
    if target.name in _SHELL_TEXT:
        return shell.shell(snapshot, target, word, typed)
    return values.values(snapshot, target, word, typed)


def _variable(snapshot: Snapshot, target: Instruction, span: Span, typed: re.Match[str]) -> list[Completion]:
    """The variables that complete `typed`; after a complete name in braces also BuildKit's operators."""
    if target.name in _SHELL_TEXT and _is_of_shell(snapshot, target, span, typed["braced"] or typed["name"]):
        return []
    found = [] if typed["colon"] else list(variables.variables(snapshot, target, span))
    if typed["braced"] and target.name not in _SHELL_TEXT and (typed["colon"] or _names(found, typed["braced"])):
        found += variables.operators(snapshot, span, typed["braced"], typed["colon"])
    return found


def _is_of_shell(snapshot: Snapshot, target: Instruction, span: Span, name: str) -> bool:
    """Whether the script before a word sets a shell variable with this name: `for f in *; do echo $f`."""
    before = snapshot.text.slice(Span(target.start, span.start))
    return name.isidentifier() and bool(
        re.search(rf"(?:(?<![\w$-]){name}=|\b(?:for|read)\b[^;|&\n]*\b{name}\b)", before)
    )


def _names(found: list[Completion], name: str) -> bool:
    return any(proposal.label == name for proposal in found)


def _instruction(snapshot: Snapshot, offset: int) -> Instruction | None:
    """The instruction at the cursor, or the one that ends there; none on a line that begins a new one."""
    tree = snapshot.tree
    found = tree.at(offset)
    at_line_start = offset == 0 or snapshot.text.string[offset - 1] in "\r\n"
    if found is not None and at_line_start and found.start < offset and not _goes_on(snapshot, found, offset):
        return None
    if found is None or (offset == found.start and offset > 0):
        index = tree.piece_at(offset - 1) if offset else -1
        if index >= 0 and not at_line_start and not isinstance(tree.pieces[index], Gap):
            return tree.at(tree.starts[index])
    if found is not None and offset < found.keyword.span.start:
        return None
    return found


def _goes_on(snapshot: Snapshot, instruction: Instruction, offset: int) -> bool:
    """Whether an instruction that ends at `offset` is incomplete: it is continued, or a heredoc is open."""
    unit = instruction.unit
    if offset < instruction.start + len(unit.text) or unit.heredocs_open:
        return True
    return is_continued(unit.text.splitlines(), snapshot.tree.escape)


def _is_glued(snapshot: Snapshot, instruction: Instruction, line_start: int) -> bool:
    """Whether the word at the start of a line joins the last word of the line above: no blank before the escape."""
    head = snapshot.text.slice(Span(instruction.start, max(line_start, instruction.start)))
    lines = head.splitlines()
    if not lines or not is_continued(lines, snapshot.tree.escape):
        return False
    before = [line for line in lines if counts(line)][-1].rstrip(" \t")[:-1]
    return (
        before != ""
        and before[-1] not in " \t"
        and snapshot.text.string[line_start : line_start + 1] not in (" ", "\t")
    )


def _before_arguments(instruction: Instruction, offset: int) -> bool:
    """Whether flags are possible at `offset`: all previous words are flags."""
    arguments = instruction.arguments
    return not arguments or offset <= arguments[0].span.start
