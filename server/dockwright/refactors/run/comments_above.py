"""Comments behind a `\\`, which ends no line then: each goes on a line above its own, and the instruction goes on."""

from __future__ import annotations

from dockwright.lazy import pattern
from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import parse_shell
from dockwright.syntax.tree import Tree, parse
from dockwright.text import Edit, Span, apply

_BEHIND = {
    escape: pattern(rf"(?P<words>[^\n]*?[ \t]{character})(?P<blanks>[ \t]+)(?P<comment>#[^\r\n]*?)[ \t]*\Z")
    for escape, character in (("\\", r"\\"), ("`", "`"))
}
_SHELL = ("RUN", "CMD", "ENTRYPOINT")
_MOST = 200


@refactor(
    "refactor.rewrite.run.commentsAbove", "Put comments on lines above", fixes=("unknown-instruction",), preferred=True
)
def comments_above(model: Model, selection: Span) -> Answer:
    """At a line that is no instruction, below one that ends with `\\` and a comment."""
    tree = model.tree
    here = tree.at(selection.start)
    parts = _parts(tree, here) if here is not None and here.name not in NAMES else []
    if len(parts) < 2:
        return None
    edits = _edits(tree, parts)
    first = parts[0]
    after = parse(apply(tree.text.string, edits))
    at = first.keyword.span.start
    made = after.at(at + sum(len(edit.new) for edit in edits if edit.span.end <= at))
    if made is None or made.name != first.name or made.problems:
        return None
    if len(list(after.instructions)) != len(list(tree.instructions)) - len(parts) + 1:
        return None
    if made.name in _SHELL and parse_shell(made.argument_text).has_errors:
        return None
    title = "Put the comment on a line above" if len(edits) == 2 else "Put the comments on lines above"
    return Rewrite(title, tuple(edits))


def _parts(tree: Tree, here: Instruction) -> list[Instruction]:
    """The instruction above that was meant to go on, and all lines that belong to it; none where no comment is why."""
    parts = [here]
    while parts[0].name not in NAMES and len(parts) < _MOST:
        before = tree.at(parts[0].start - 1) if parts[0].start else None
        if before is None or before.full_end != parts[0].start or not has_comment(tree, before):
            return []
        parts.insert(0, before)
    while has_comment(tree, parts[-1]) and len(parts) < _MOST:
        below = tree.at(parts[-1].full_end)
        if below is None or below.name in NAMES:
            break
        parts.append(below)
    return parts


def has_comment(tree: Tree, part: Instruction) -> bool:
    """Whether an instruction ends with an escape character and a comment, so that it does not go on."""
    return not part.heredocs and bool(_BEHIND[tree.escape].search(part.unit.text.rstrip()))


def _edits(tree: Tree, parts: list[Instruction]) -> list[Edit]:
    """The edits that give each comment a line above its own, and let the part go on with the next."""
    edits: list[Edit] = []
    held = ""
    for index, part in enumerate(parts):
        place = _place(tree, part)
        if index:
            before, at = parts[index - 1], _behind(tree, parts[index - 1])
            newline = "\r\n" if before.unit.text.endswith("\r\n") else "\n"
            inner = place is not None and place.span.start <= part.keyword.span.start
            held = place.new if place is not None and inner else ""
            # With the word behind it, for that becomes a part of the instruction.
            word = tree.text.string[part.start : part.keyword.span.end]
            edits.append(Edit(Span(at, part.keyword.span.end), f"{newline}{held}{word}"))
        if place is not None and not held:
            edits.append(place)
        held = ""
    return sorted(edits)


def _behind(tree: Tree, part: Instruction) -> int:
    """Where the escape character before the comment ends."""
    text = part.unit.text.rstrip()
    found = _BEHIND[tree.escape].search(text)
    return part.start + (found.end("words") if found else len(text))


def _place(tree: Tree, part: Instruction) -> Edit | None:
    """The comment of a part, on a line above its own; None where it has none."""
    end = part.start + len(part.unit.text.rstrip())
    line = tree.text.string.rfind("\n", 0, end) + 1
    found = _BEHIND[tree.escape].search(tree.text.string[line:end]) if has_comment(tree, part) else None
    if found is None:
        return None
    indent = found["words"][: len(found["words"]) - len(found["words"].lstrip())]
    newline = "\r\n" if part.unit.text.endswith("\r\n") else "\n"
    return Edit(Span(line, line), f"{indent}{found['comment']}{newline}")
