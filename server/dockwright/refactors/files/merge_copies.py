"""Merge adjacent COPYs into the same folder."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.refactors.kit.command_chain import between, line_end, place_at
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import has_pragma
from dockwright.semantics.copying import REMOTE, kind_of_name, target
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_WIDEST = 100


@refactor("refactor.rewrite.copy.merge", "Merge COPY instructions to the same folder")
def merge_copies(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """Merge the selected COPYs or ADDs; at a cursor, all adjacent ones with the same target."""
    place = place_at(model, selection, "COPY", "ADD")
    if place is None:
        return None
    folder = _folder(place.step, context)
    if folder is None:
        return None
    chosen = [place.at]
    refusal = None
    for direction in (-1, 1):
        at = place.at + direction
        while 0 <= at < len(place.steps):
            other = place.steps[at]
            wanted = selection.start == selection.end or other.instruction.span.overlaps(selection)
            if not wanted or other.instruction.name != place.step.instruction.name or other.instruction.problems:
                break
            if _folder(other, context) != folder:
                break
            reason = _refusal(model, place.step, other, max(other, place.step, key=lambda step: step.instruction.start))
            if reason:
                refusal = refusal or Refusal(reason)
                break
            chosen.append(at)
            at += direction
    if len(chosen) < 2:
        return refusal
    return _merged(model, [place.steps[index] for index in sorted(chosen)])


def _folder(step: Step, context: Context | None) -> str | None:
    """The common target folder; None if one of the sources may become the folder, or a file with another name."""
    place = target(step)
    if place is None:
        return None
    if place.is_folder:
        return place.path
    source = step.instruction.arguments[0].value
    known = context.kind(source) if context and not step.instruction.flag("from") else None
    is_file = (known or kind_of_name(source)) == "file"
    same = posixpath.basename(source) == posixpath.basename(place.path)
    return posixpath.dirname(place.path) if is_file and same and len(step.instruction.arguments) == 2 else None


def _refusal(model: Model, first: Step, second: Step, later: Step) -> str:
    one, other = first.instruction, second.instruction
    if one.heredocs or other.heredocs:
        return "A heredoc cannot be merged into another instruction"
    if one.is_json or other.is_json:
        return "Only instructions without a JSON array can be merged"
    if sorted(flag.raw for flag in one.flags) != sorted(flag.raw for flag in other.flags):
        return "Flags differ; one COPY would give each file the flags of the other"
    if one.flag("checksum"):
        return "A checksum applies to a single file"
    remote = [any(REMOTE.match(token.value) for token in each.arguments[:-1]) for each in (one, other)]
    if one.name == "ADD" and remote[0] != remote[1]:
        return "One ADD downloads, the other copies; in one instruction their order is not guaranteed"
    if has_pragma(model, later):
        return "A comment between them suppresses findings in only one of them"
    return ""


def _merged(model: Model, steps: list[Step]) -> Answer:
    text = model.tree.text.string
    first = steps[0].instruction
    end = line_end(model, first)
    items: list[str] = []
    for index, step in enumerate(steps):
        own = step.instruction
        if index:
            items += between(model, steps[index - 1].instruction, own)
        items.append(text[own.arguments[0].span.start : own.arguments[-2].span.end])
    place = _written(steps)
    start = first.arguments[0].span.start
    head = text[first.keyword.span.start : start]
    line = " ".join([*items, place])
    if len(head) + len(line) > _WIDEST or any(item.startswith("#") or "\n" in item for item in items):
        escape = model.tree.escape
        rows = [item if item.startswith("#") else f"{item} {escape}" for item in items]
        line = f"{end}    ".join([*rows, place])
    # the lines in between are inside the merged instruction now
    merged = Edit(Span(start, steps[-1].instruction.arguments[-1].span.end), line)
    return Rewrite(f"Merge {len(steps)} {first.name}s into one", (merged,), "one layer, cached as one")


def _written(steps: list[Step]) -> str:
    """The folder as one of the instructions writes it, with the slash that several sources require."""
    for step in steps:
        place, value = target(step), step.instruction.arguments[-1].value
        if place and place.is_folder:
            return value if value.endswith("/") else f"{value}/"
    above = posixpath.dirname(steps[0].instruction.arguments[-1].value)
    return f"{above.rstrip('/')}/" if above else "./"
