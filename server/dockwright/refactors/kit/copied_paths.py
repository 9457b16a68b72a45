"""Whether a command applies to exactly the files of a COPY, so that a flag of COPY can replace it."""

from __future__ import annotations

import posixpath

from dockwright.image.copy_targets import CopyTarget, history, is_standard, is_sure, under
from dockwright.lazy import pattern
from dockwright.refactors.kit.command_chain import Chain, Place
from dockwright.refactors.kit.refactor import Refusal
from dockwright.semantics.commands.programs import Call
from dockwright.semantics.copying import target
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Span

_RUNNABLE = frozenset({"+x", "a+x", "u+x", "ugo+x", "+rx", "a+rx", "u+rx"})
"""Modes that folders have anyway."""
_CLOSED = pattern(r"0?[0246][0-7]{2}")
"""Modes with which not even the owner can enter a folder."""


def related(path: str, landing: list[CopyTarget]) -> bool:
    """Whether a path is the target, or above or below it."""
    return any(each.path and (under(path, each.path) or under(each.path, path)) for each in landing)


def all_below(path: str, own: dict[Step, list[CopyTarget]]) -> bool:
    """Whether everything that some COPYs create is in a folder."""
    every = [landing for landings_ in own.values() for landing in landings_]
    return bool(every) and all(under(each.path, path) and not each.is_file_at(path) for each in every)


def of_file(
    place: Place, path: str, own: dict[Step, list[CopyTarget]], asked: Call, paths: list[str | None]
) -> tuple[str, Span | None] | Refusal:
    """For a copied file: no cost, or why it cannot be distinguished from other files."""
    if len(own) != 1:
        if own:
            return Refusal(f"More than one COPY brings `{path}`")
        return Refusal(f"`{path}` does not come from a COPY")
    ((step, landing),) = own.items()
    exact = [each for each in landing if each.path == path]
    if not exact:
        return Refusal(f"The flag would apply to everything that COPY brings, not only to `{path}`")
    if any(each.kind == "folder" for each in exact):
        return Refusal(f"Without `-R` only `{path}` itself changes; the flag would change all that is in it")
    is_taken = any(each.kind != "file" for each in exact)
    if is_taken and not _is_meant_as_file(step, path, asked):
        return Refusal(f"Cannot tell whether `{path}` is a file or a folder; the flag would apply to all that is in it")
    if any(each.path not in paths for each in landing):
        return Refusal("COPY brings other files, which would get the same flag")
    above = posixpath.dirname(path)
    if asked.program != "chmod" and not is_sure(place.stage, above, history(place.stage, step)):
        return Refusal(f"`{above}` may not exist yet, and COPY would create it with the same owner")
    return f"assumes that `{posixpath.basename(path)}` is a file" if is_taken else "", None


def _is_meant_as_file(step: Step, path: str, asked: Call) -> bool:
    """Whether a command only makes sense for a file: COPY drops the name of a folder, and any folder can be entered."""
    place = target(step)
    if place is None or is_standard(path):
        return False
    if place.path != path or posixpath.basename(posixpath.dirname(path)) in ("bin", "sbin"):
        return True
    written = asked.operands[0].literal or ""
    return asked.program == "chmod" and (written in _RUNNABLE or bool(_CLOSED.fullmatch(written)))


def of_folder(
    place: Place, path: str, copies: list[Step], asked: Call, found: Chain
) -> tuple[str, Span | None] | Refusal:
    """For a copied folder: the cost, and the -R to remove if the folder existed before."""
    earlier = history(place.stage, copies[0])
    made = next((each for each in earlier if each.instruction.name == "WORKDIR" and each.after.workdir == path), None)
    since = earlier[earlier.index(made) + 1 :] if made else earlier
    name = posixpath.basename(path)
    if is_standard(path) or any(_touches(each, path, name) for each in since):
        return Refusal(f"`{path}` holds more than what COPY brings")
    cost = "" if place.stage.root.is_scratch else f"not for what the base image has in `{path}`"
    if made is None:
        above = posixpath.dirname(path)
        if asked.program != "chmod" and not is_sure(place.stage, above, earlier):
            return Refusal(f"`{above}` may not exist yet, and COPY would create it with the same owner")
        return cost, None
    commands = [each for each in found.commands if isinstance(each, Simple)]
    own_words = next(each.arguments for each in commands if asked.operands[-1] in each.arguments)
    word = next((each for each in own_words if each.literal in ("-R", "--recursive")), None)
    if word is None:
        return Refusal(
            f"WORKDIR creates `{path}`, which the flag leaves as it is, and `-R` is combined with other options"
        )
    end = word.span.end + len(found.script.text[word.span.end :]) - len(found.script.text[word.span.end :].lstrip())
    return cost, Span(word.span.start, end)


def _touches(step: Step, path: str, name: str) -> bool:
    """Whether an earlier step may have put something into a folder."""
    instruction = step.instruction
    if instruction.name not in ("RUN", "COPY", "ADD"):
        return False
    return name in instruction.unit.text or step.before.workdir in (None, path)
