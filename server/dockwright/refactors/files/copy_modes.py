"""Replace RUN chmod or chown of copied files by a flag of COPY."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.context.build_context import clean
from dockwright.frozen import frozen
from dockwright.image.copy_targets import CopyTarget, copy_targets, history, is_sure
from dockwright.refactors.kit.command_chain import (
    BETWEEN,
    Chain,
    Place,
    as_written,
    chain,
    is_steady,
    place_at,
    whole,
    without,
)
from dockwright.refactors.kit.copied_paths import all_below, of_file, of_folder, related
from dockwright.refactors.kit.modes import FOLDER, RUNNABLE, USUAL, Mode, mode, owner
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.requirements import lacking, minor_version
from dockwright.refactors.kit.selection import has_pragma
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import where
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context


@frozen
class Wanted:
    """The mode or owner that one command gives to the files of a COPY."""

    copies: tuple[Step, ...]
    flag: str
    value: str
    cost: str = ""
    keeps: Span | None = None
    """For a folder that existed before: the -R to remove from the command, which is kept for the folder itself."""


@refactor(
    "refactor.rewrite.copy.ownerAndMode", "Set owner and mode with COPY instead of RUN", fixes=("chown-copies-files",)
)
def copy_modes(model: Model, selection: Span, context: Context | None, config: Config) -> Answer:
    """Rewrite the selected COPY or RUN."""
    place = place_at(model, selection, "COPY", "ADD", "RUN")
    run = _run(place) if place else None
    if place is None or run is None:
        return None
    copies = _copies(place.steps, run)
    found = chain(model, place.stage, place.steps[run]) if copies else None
    if found is None or isinstance(found, Refusal):
        return None
    first = stop = 1 if found.strict else 0
    wanted: list[Wanted] = []
    for command in found.commands[first:]:
        asked = _asked(model, place, found, command, copies, context, wanted)
        if isinstance(asked, Refusal) and not wanted:
            return asked if place.at == run or place.step == copies[-1] else None
        if not isinstance(asked, Wanted):
            break
        wanted.append(asked)
        stop += 1
        if asked.keeps:
            break
    if not wanted or (place.at != run and not any(place.step in each.copies for each in wanted)):
        return None
    if any(each.flag == "chmod" for each in wanted) and (
        reason := lacking(model, config, "`--chmod`", 2, ("buildkit", "podman"))
    ):
        return Refusal(reason)
    return _rewritten(model, found, first, stop, wanted)


def _run(place: Place) -> int | None:
    """The RUN that follows the selected COPY, or the selected one."""
    for index in range(place.at, len(place.steps)):
        name = place.steps[index].instruction.name
        if name == "RUN":
            return index
        if name not in ("COPY", "ADD") and name not in BETWEEN:
            return None
    return None


def _copies(steps: list[Step], run: int) -> list[Step]:
    """What is copied directly before a RUN."""
    found: list[Step] = []
    for step in reversed(steps[:run]):
        if step.instruction.name in ("COPY", "ADD") and not step.instruction.problems:
            found.insert(0, step)
        elif step.instruction.name not in BETWEEN:
            break
    return found


def _asked(
    model: Model,
    place: Place,
    found: Chain,
    command: object,
    copies: list[Step],
    context: Context | None,
    before: list[Wanted],
) -> Wanted | Refusal | None:
    """The mode or owner that a chmod or chown sets; None for other commands, and for other files."""
    asked = call(command) if isinstance(command, Simple) and not command.redirections else None
    if not isinstance(asked, Call) or asked.program not in ("chmod", "chown", "chgrp") or len(asked.operands) < 2:
        return None
    state = found.step.before
    written = [as_written(word, state) for word in asked.operands]
    paths = [where(state, word) if word else None for word in written[1:]]
    there = {step: copy_targets(step, context) for step in copies}
    if not any(path and related(path, own) for path in paths for own in there.values()):
        return None
    if written[0] is None or None in paths:
        return Refusal("A pattern or variable stands for more than what COPY brings")
    if not all(is_steady(place.steps, step, found.step) for step in copies):
        return Refusal("ENV or ARG is in between, so a variable may differ between the two")
    taken: dict[Step, list[CopyTarget]] = {}
    costs: list[str] = []
    keeps = None
    for path in filter(None, paths):
        own = {step: landing for step, landing in there.items() if related(path, landing)}
        if "recursive" in asked.options and all_below(path, own):
            told = of_folder(place, path, list(own), asked, found)
        else:
            told = of_file(place, path, own, asked, paths)
        if isinstance(told, Refusal):
            return told
        costs.append(told[0])
        keeps = told[1]
        taken |= own
    if keeps is not None and len(paths) > 1:
        return Refusal("The command also changes other files")
    runnable = _runnable(list(taken), context)
    cost = _told(costs)
    return _flag(model, place, asked, written[0], paths, taken, before, cost, keeps, runnable)


def _told(costs: Iterable[str]) -> str:
    """Join several costs to one text."""
    return "; ".join(dict.fromkeys(filter(None, costs)))


def _runnable(steps: list[Step], context: Context | None) -> bool | None:
    """Whether the copied files are executable in the build context; None if not known."""
    if context is None or not context.sure or any(step.instruction.flag("from") for step in steps):
        return None
    sources = [clean(token.value) for step in steps for token in step.instruction.arguments[:-1]]
    found = {context.executable(source) for source in sources}
    return found.pop() if len(found) == 1 else None


def _flag(
    model: Model,
    place: Place,
    asked: Call,
    written: str,
    paths: list[str | None],
    taken: dict[Step, list[CopyTarget]],
    before: list[Wanted],
    cost: str,
    keeps: Span | None,
    runnable: bool | None,
) -> Wanted | Refusal:
    name = "chmod" if asked.program == "chmod" else "chown"
    for step in taken:
        if step.instruction.flag(name) or any(old.flag == name and step in old.copies for old in before):
            return Refusal(f"COPY already has `--{name}`")
        if step.instruction.flag("parents"):
            return Refusal("With `--parents`, COPY creates folders that would get the same flag")
        if step.instruction.flag("link"):
            return Refusal("With `--link`, COPY does not know user names, and `--chmod` disables `--link`")
    every = [landing for own in taken.values() for landing in own]
    if any(landing.kind == "archive" for landing in every):
        return Refusal("ADD unpacks an archive, whose files have their own modes and owners")
    if name == "chown":
        from_stage = any(step.instruction.flag("from") for step in taken)
        value = owner(f":{written}" if asked.program == "chgrp" else written, known_group=not from_stage)
        if value is None:
            return Refusal(f"Cannot tell the group that `{written}` sets; `--chown` needs a user and a group")
        if any(old.flag == "chmod" and len(old.value.lstrip("0")) > 3 for old in before):
            return Refusal("`chown` clears the setuid bit, which the flags together would keep")
        return Wanted(tuple(taken), name, value, cost, keeps)
    version = minor_version(model)
    modes = {landing.mode for landing in every}
    if len(modes) > 1:
        return Refusal("Files from a URL have other modes than copied files")
    known = modes.pop()
    symbolic = version is not None and version >= 14
    found = mode(written, symbolic=symbolic, known=known, usual=RUNNABLE if runnable else USUAL)
    other = mode(written, symbolic=symbolic, known=known, usual=RUNNABLE)
    if found and other and runnable is None and found.flag != other.flag and "recursive" not in asked.options:
        return Refusal(f"The mode that `{written}` sets depends on whether the file is already executable")
    if found is None:
        return Refusal(f"The mode that `{written}` sets depends on more than the file")
    if "recursive" in asked.options:
        # COPY creates folders with mode 755, whatever the flag says.
        made = keeps is None or any(landing.path not in paths for landing in every)
        if not found.exact or (made and found.of_folder != FOLDER):
            return Refusal(f"`{written}` would differ for the folders that COPY creates")
    elif above := _made_with(place, taken, found):
        return Refusal(f"`{above}` may not exist yet, and newer builders would create it with the same mode")
    elif not found.exact:
        cost = _told((cost, "regardless of the mode in the build context"))
    return Wanted(tuple(taken), name, found.flag, cost, keeps)


def _made_with(place: Place, taken: dict[Step, list[CopyTarget]], found: Mode) -> str:
    """A folder that COPY may have to create, which gets the mode of the files since BuildKit 0.21.

    Older builders, and those with a umask, create it with 755, so only this mode is the same everywhere.
    """
    if (int(found.flag, 8) if found.flag.isdecimal() else found.of_folder) == FOLDER:
        return ""
    above = [(step, posixpath.dirname(landing.path)) for step, own in taken.items() for landing in own if landing.path]
    return next((path for step, path in above if not is_sure(place.stage, path, history(place.stage, step))), "")


def _rewritten(model: Model, found: Chain, first: int, stop: int, wanted: list[Wanted]) -> Answer:
    run = found.step.instruction
    copies = list(dict.fromkeys(step.instruction for each in wanted for step in each.copies))
    edits: list[Edit] = []
    for copy in copies:
        flags = "".join(
            f" --{each.flag}={each.value}" for each in wanted if copy in [step.instruction for step in each.copies]
        )
        edits.append(Edit(Span(copy.keyword.span.end, copy.keyword.span.end), flags))
    keeps = wanted[-1].keeps
    if keeps is not None:
        stop -= 1
        edits.append(Edit(found.deleted(keeps), ""))
    if stop > first:
        rest = without(found, first, stop)
        if isinstance(rest, Refusal):
            return rest
        if rest[0].span == whole(run) and has_pragma(model, found.step):
            return Refusal("A comment that suppresses findings in the RUN would apply to what follows")
        edits += rest
    flags = " and ".join(dict.fromkeys(f"`--{each.flag}={each.value}`" for each in wanted))
    cost = _told(part for each in wanted for part in each.cost.split("; "))
    return Rewrite(f"Use {flags} instead of RUN", tuple(edits), cost)
