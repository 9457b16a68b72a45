"""What the word under the cursor means: instructions, also under ONBUILD, and their flags."""

from __future__ import annotations

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Hover
from dockwright.syntax.instruction import Instruction


def hover(snapshot: Snapshot, offset: int) -> Hover | None:
    """The meaning of what stands at `offset`; None where nothing is known."""
    instruction = snapshot.tree.at(offset) or (snapshot.tree.at(offset - 1) if offset else None)
    while instruction is not None:
        if found := _of(instruction, offset):
            return found
        instruction = instruction.inner
    return None


def _of(instruction: Instruction, offset: int) -> Hover | None:
    keyword = instruction.keyword.span
    if keyword.touches(offset) and (text := pages.find(f"instructions/{instruction.name}")):
        return Hover(keyword, text)
    for flag in instruction.flags:
        if flag.name_span.touches(offset) and (text := pages.find(f"flags/{instruction.name}/{flag.name}")):
            return Hover(flag.name_span, text)
    return None
