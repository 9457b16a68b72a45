"""A line that begins with `&&` goes on with the one above."""

from __future__ import annotations

from itertools import pairwise

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span

_OPERATORS = ("&&", "||", "|")


@refactor("refactor.rewrite.run.continueLine", "Go on from the line above", fixes=("unknown-instruction",))
def continue_line(model: Model, selection: Span) -> Answer:
    """At a line that begins with an operator of the shell: end the lines above, from the RUN on, with `\\`."""
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
    if first.name not in ("RUN", "CMD", "ENTRYPOINT") or first.heredocs or first.problems or first.is_json:
        return None
    edits = []
    for before, after in pairwise(parts):
        text = tree.text.string[before.span.end : after.span.start]
        if not all(line.strip().startswith("#") for line in text.split("\n")[1:-1]):
            return Refusal("An empty line stands between, which BuildKit will refuse one day.")
        edits.append(Edit(Span(before.span.end, after.span.start), f" {tree.escape}{text.lstrip(' ')}"))
    return Rewrite(f"End the line above with `{tree.escape}`", tuple(edits))


def _is_part(instruction: Instruction) -> bool:
    return instruction.keyword.value.startswith(_OPERATORS)


def _above(model: Model, instruction: Instruction) -> Instruction | None:
    """The instruction above, comments between the two."""
    gap = model.tree.gap_before(instruction.start)
    return model.tree.at(gap[1] - 1) if gap and gap[1] else None
