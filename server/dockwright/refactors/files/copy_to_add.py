"""Replace COPY of an archive that the next RUN unpacks by ADD, which unpacks it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.refactors.kit.command_chain import (
    BETWEEN,
    Chain,
    Place,
    chain,
    is_steady,
    keyword,
    place_at,
    whole,
    without,
)
from dockwright.refactors.kit.downloads import OWNERS, as_folder, removes, unpacked, with_folders
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import has_pragma
from dockwright.semantics.copying import ARCHIVE_NAME, kind_of_name, landed, target, where
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context


@refactor("refactor.rewrite.copy.toAdd", "Unpack the archive with ADD", fixes=("DL3010",))
def copy_to_add(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """Rewrite the selected COPY, or the one that the selected RUN unpacks."""
    place = place_at(model, selection, "COPY", "RUN")
    if place is None:
        return None
    for copy, run in _pairs(place):
        archive = _archive(copy)
        found = chain(model, place.stage, run) if archive and "tar" in run.instruction.unit.text else None
        if not isinstance(found, Chain) or archive is None:
            continue
        for index, command in enumerate(found.commands):
            out = unpacked(command, run.before)
            if isinstance(out, str) and posixpath.basename(archive) in run.instruction.text:
                return Refusal(out)
            if out and not isinstance(out, str) and where(run.before, out.archive) == archive:
                return _added(model, place.steps, copy, found, index, archive, out.folder, context)
    return None


def _pairs(place: Place) -> list[tuple[Step, Step]]:
    """The candidate COPYs, each with the RUN that follows."""
    start = place.at
    if place.step.instruction.name == "RUN":
        found: list[tuple[Step, Step]] = []
        for step in reversed(place.steps[:start]):
            if step.instruction.name == "COPY":
                found.append((step, place.step))
            elif step.instruction.name not in BETWEEN and step.instruction.name != "ADD":
                break
        return found
    for step in place.steps[start + 1 :]:
        if step.instruction.name == "RUN":
            return [(place.step, step)]
        if step.instruction.name not in BETWEEN and step.instruction.name not in ("COPY", "ADD"):
            break
    return []


def _archive(copy: Step) -> str | None:
    """The path of the only file of a COPY."""
    place = target(copy)
    instruction = copy.instruction
    if place is None or instruction.problems or len(instruction.arguments) != 2 or instruction.heredocs:
        return None
    return landed(place, instruction.arguments[0].value)


def _added(
    model: Model,
    steps: list[Step],
    copy: Step,
    found: Chain,
    index: int,
    archive: str,
    folder: str,
    context: Context | None,
) -> Answer:
    instruction, state = copy.instruction, found.step.before
    if not is_steady(steps, copy, found.step):
        return Refusal("ENV or ARG is in between, so a variable may differ between the two")
    source = instruction.arguments[0].value
    if instruction.flag("from"):
        return Refusal("ADD cannot copy from another stage or image")
    if instruction.flags or instruction.is_json:
        return Refusal("The COPY has a JSON array, or flags that would apply to other files with ADD")
    kind = context.kind(source) if context else None
    known = kind or ("archive" if ARCHIVE_NAME.search(source) and not kind_of_name(source) else None)
    if known != "archive" or any(mark in source for mark in "$*?["):
        return Refusal(f"Cannot tell whether ADD would read `{source}` as an archive")
    first = with_folders(found, index, where(state, folder))
    if first > (1 if found.strict else 0):
        return Refusal("The RUN does something else before, which may use the archive")
    stop = index + 1
    gone = stop < len(found.commands) and removes(found, stop, archive, alone=True)
    stop += gone
    name = posixpath.basename(archive)
    rest = found.commands[stop:]
    text = found.script.text[rest[0].span.start :] if rest else ""
    later = [step for step in model.steps() if step.instruction.start > found.step.instruction.start]
    if name in text or any(name in step.instruction.unit.text for step in later):
        return Refusal(f"`{name}` is used again later, and ADD does not keep it in the image")
    edits = without(found, first, stop)
    if isinstance(edits, Refusal):
        return edits
    if edits[0].span == whole(found.step.instruction) and has_pragma(model, found.step):
        return Refusal("A comment that suppresses findings in the RUN would apply to what follows")
    cost = OWNERS if gone else f"the archive is no longer in the image; {OWNERS}"
    return Rewrite(
        f"Unpack `{name}` with ADD",
        (
            Edit(instruction.keyword.span, keyword("ADD", instruction)),
            Edit(instruction.arguments[1].span, as_folder(folder)),
            *edits,
        ),
        cost,
    )
