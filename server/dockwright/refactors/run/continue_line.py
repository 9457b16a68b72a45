"""Join a line that begins with `&&`, or otherwise belongs to the instruction above, to that instruction."""

from __future__ import annotations

from itertools import pairwise

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.run.comments_above import has_comment
from dockwright.semantics.checks import meant_instruction
from dockwright.semantics.model import Model
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import parse_shell
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span, apply

_OPERATORS = ("&&", "||", "|")
_SHELL = ("RUN", "CMD", "ENTRYPOINT")
_PAIRS = ("ENV", "LABEL")


@refactor(
    "refactor.rewrite.run.continueLine", "Continue the line above", fixes=("unknown-instruction",), preferred=True
)
def continue_line(model: Model, selection: Span) -> Answer:
    r"""For a line that is not an instruction: end the lines from the instruction above on with `\`."""
    tree = model.tree
    here = tree.at(selection.start)
    if here is None or not _is_part(here):
        return None
    parts = [here]
    while _is_part(parts[0]):
        before = tree.at(parts[0].start - 1) or _above(model, parts[0])
        if before is None:
            return None
        parts.insert(0, before)
    first = parts[0]
    if first.name not in _SHELL + _PAIRS or first.heredocs or first.problems or first.is_json:
        return None
    edits = []
    for before, after in pairwise(parts):
        if has_comment(tree, before):
            return None
        text = tree.text.string[before.span.end : after.span.start]
        if not all(line.strip().startswith("#") for line in text.split("\n")[1:-1]):
            return Refusal("There is an empty line in between, which BuildKit will reject in a later release")
        if not _joins(model, before, after, first.name):
            return None
        # includes the word after it, which becomes part of the instruction
        new = f" {tree.escape}{text.lstrip(' ')}{after.keyword.value}"
        edits.append(Edit(Span(before.span.end, after.keyword.span.end), new))
    if not all(_is_operator(part) for part in parts[1:]) and not _is_whole(model, first, edits):
        return None
    return Rewrite(f"End the line above with `{tree.escape}`", tuple(edits))


def _is_part(instruction: Instruction) -> bool:
    return instruction.name not in NAMES and not meant_instruction(instruction.keyword.value)


def _is_operator(instruction: Instruction) -> bool:
    return instruction.keyword.value.startswith(_OPERATORS)


def _joins(model: Model, before: Instruction, after: Instruction, name: str) -> bool:
    """Whether a line looks like a continuation of the one above: an operator is between them, or it is indented."""
    if name in _PAIRS:
        return "=" in after.keyword.value
    text = model.tree.text
    indented = text.string[after.keyword.span.start - 1] in " \t"
    return _is_operator(after) or indented or before.text.rstrip().endswith(_OPERATORS)


def _is_whole(model: Model, first: Instruction, edits: list[Edit]) -> bool:
    """Whether the result is an instruction with a complete command."""
    after = parse(apply(model.tree.text.string, edits)).at(first.start)
    if after is None or after.name != first.name or after.problems:
        return False
    return first.name in _PAIRS or not parse_shell(after.argument_text).has_errors


def _above(model: Model, instruction: Instruction) -> Instruction | None:
    """The instruction above; there may be comments in between."""
    gap = model.tree.gap_before(instruction.start)
    return model.tree.at(gap[1] - 1) if gap and gap[1] else None
