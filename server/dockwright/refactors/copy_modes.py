"""RUN chmod or chown of what was just copied becomes a flag of COPY."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.frozen import frozen
from dockwright.refactors.chains import BETWEEN, Chain, Place, as_written, chain, is_steady, place_at, whole, without
from dockwright.refactors.landing import Landing, history, is_standard, is_there, landings, under
from dockwright.refactors.modes import FOLDER, mode, owner
from dockwright.refactors.needs import lacking, minor_version
from dockwright.refactors.places import has_pragma
from dockwright.refactors.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.copying import where
from dockwright.semantics.model import Model
from dockwright.semantics.programs import Call, call
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.known import Context


@frozen
class Wanted:
    """What one command gives to the files that a COPY brings."""

    copies: tuple[Step, ...]
    flag: str
    value: str
    confirm: str = ""
    keeps: Span | None = None
    """For a folder that was there before: the -R to take out of the command, which stays for the folder itself."""


@refactor("refactor.rewrite.copy.ownerAndMode", "Set owner and mode by COPY, not by RUN", fixes=("chown-copies-files",))
def copy_modes(model: Model, selection: Span, context: Context | None, config: Config) -> Answer:
    """For the COPY or the RUN at the selection."""
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
        reason := lacking(model, config, "--chmod", 2, ("buildkit", "podman"))
    ):
        return Refusal(reason)
    return _rewritten(model, found, first, stop, wanted)


def _run(place: Place) -> int | None:
    """The RUN that the COPY at the selection, or what follows it, leads to."""
    for index in range(place.at, len(place.steps)):
        name = place.steps[index].instruction.name
        if name == "RUN":
            return index
        if name not in ("COPY", "ADD") and name not in BETWEEN:
            return None
    return None


def _copies(steps: list[Step], run: int) -> list[Step]:
    """What is copied right before a RUN."""
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
    """What a chmod or chown asks for; None for other commands, and where it is about other files."""
    asked = call(command) if isinstance(command, Simple) and not command.redirections else None
    if not isinstance(asked, Call) or asked.program not in ("chmod", "chown", "chgrp") or len(asked.operands) < 2:
        return None
    state = found.step.before
    written = [as_written(word, state) for word in asked.operands]
    paths = [where(state, word) if word else None for word in written[1:]]
    there = {step: landings(step, context) for step in copies}
    if not any(path and _related(path, own) for path in paths for own in there.values()):
        return None
    if written[0] is None or None in paths:
        return Refusal("A pattern or a variable stands for more than what COPY brings.")
    if not all(is_steady(place.steps, step, found.step) for step in copies):
        return Refusal("ENV or ARG stands between them, so that a variable may mean something else in each.")
    taken: dict[Step, list[Landing]] = {}
    confirm, keeps = "", None
    for path in filter(None, paths):
        own = {step: landing for step, landing in there.items() if _related(path, landing)}
        if "recursive" in asked.options and _all_below(path, own):
            told = _folder(place, path, list(own), asked, found)
        else:
            told = _file(place, path, own, asked, paths)
        if isinstance(told, Refusal):
            return told
        confirm, keeps = told
        taken |= own
    if keeps is not None and len(paths) > 1:
        return Refusal("The command is about other files, too.")
    return _flag(model, asked, written[0], paths, taken, before, confirm, keeps)


def _related(path: str, landing: list[Landing]) -> bool:
    return any(each.path and (under(path, each.path) or under(each.path, path)) for each in landing)


def _all_below(path: str, own: dict[Step, list[Landing]]) -> bool:
    every = [landing for landings_ in own.values() for landing in landings_]
    return bool(every) and all(under(each.path, path) and not each.is_file_at(path) for each in every)


def _file(
    place: Place, path: str, own: dict[Step, list[Landing]], asked: Call, paths: list[str | None]
) -> tuple[str, Span | None] | Refusal:
    """Of a file that is copied: nothing more, or why it cannot be told from other files."""
    if len(own) != 1:
        reason = "More than one COPY brings what" if own else "It is not COPY that brings what"
        return Refusal(f"{reason} is at `{path}`.")
    ((step, landing),) = own.items()
    exact = [each for each in landing if each.path == path]
    if not exact:
        return Refusal(f"`{path}` is not all that COPY brings, and the flag is for all of it.")
    if any(each.kind == "folder" for each in exact):
        return Refusal(f"Without -R it is about `{path}` itself; the flag is for all that is in it.")
    if any(each.kind != "file" for each in exact):
        return Refusal(f"Whether `{path}` is a file or a folder is not known, and the flag goes to all that is in it.")
    if any(each.path not in paths for each in landing):
        return Refusal("COPY brings other files with them, which would get the same.")
    above = posixpath.dirname(path)
    if asked.program != "chmod" and not is_there(above, history(place.stage, step)):
        return Refusal(f"`{above}` may not be there yet, and COPY would give it to the same owner.")
    return "", None


def _folder(
    place: Place, path: str, copies: list[Step], asked: Call, found: Chain
) -> tuple[str, Span | None] | Refusal:
    """Of a folder that is copied: what to confirm, and the -R to take out where the folder itself was there before."""
    earlier = history(place.stage, copies[0])
    made = next((each for each in earlier if each.instruction.name == "WORKDIR" and each.after.workdir == path), None)
    since = earlier[earlier.index(made) + 1 :] if made else earlier
    name = posixpath.basename(path)
    if is_standard(path) or any(_touches(each, path, name) for each in since):
        return Refusal(f"`{path}` holds more than what COPY brings.")
    confirm = "" if place.stage.root.is_scratch else f"What the base image has in {path}, if anything, stays as it is"
    if made is None:
        above = posixpath.dirname(path)
        if asked.program != "chmod" and not is_there(above, earlier):
            return Refusal(f"`{above}` may not be there yet, and COPY would give it to the same owner.")
        return confirm, None
    commands = [each for each in found.commands if isinstance(each, Simple)]
    own_words = next(each.arguments for each in commands if asked.operands[-1] in each.arguments)
    word = next((each for each in own_words if each.literal in ("-R", "--recursive")), None)
    if word is None:
        return Refusal(f"WORKDIR made `{path}`, which the flag is not for, and the -R is written together with others.")
    end = word.span.end + len(found.script.text[word.span.end :]) - len(found.script.text[word.span.end :].lstrip())
    return confirm, Span(word.span.start, end)


def _touches(step: Step, path: str, name: str) -> bool:
    """Whether an earlier step may have put something into a folder."""
    instruction = step.instruction
    if instruction.name not in ("RUN", "COPY", "ADD"):
        return False
    return name in instruction.unit.text or step.before.workdir in (None, path)


def _flag(
    model: Model,
    asked: Call,
    written: str,
    paths: list[str | None],
    taken: dict[Step, list[Landing]],
    before: list[Wanted],
    confirm: str,
    keeps: Span | None,
) -> Wanted | Refusal:
    name = "chmod" if asked.program == "chmod" else "chown"
    for step in taken:
        if step.instruction.flag(name) or any(old.flag == name and step in old.copies for old in before):
            return Refusal(f"There is a --{name} already.")
        if step.instruction.flag("parents"):
            return Refusal("With --parents, COPY makes folders that would get the same.")
        if step.instruction.flag("link"):
            return Refusal("With --link, --chmod switches it off, and names of users are not known to COPY.")
    every = [landing for own in taken.values() for landing in own]
    if any(landing.kind == "archive" for landing in every):
        return Refusal("ADD unpacks an archive, whose files have modes and owners of their own.")
    if name == "chown":
        from_stage = any(step.instruction.flag("from") for step in taken)
        value = owner(f":{written}" if asked.program == "chgrp" else written, known_group=not from_stage)
        if value is None:
            return Refusal(f"What `{written}` makes of the group is not known: --chown needs a user and a group.")
        if any(old.flag == "chmod" and len(old.value.lstrip("0")) > 3 for old in before):
            return Refusal("chown takes away the setuid bit, which the flags together would keep.")
        return Wanted(tuple(taken), name, value, confirm, keeps)
    version = minor_version(model)
    modes = {landing.mode for landing in every}
    if len(modes) > 1:
        return Refusal("What comes from elsewhere has other modes than what is copied.")
    found = mode(written, symbolic=version is not None and version >= 14, known=modes.pop())
    if found is None:
        return Refusal(f"What `{written}` makes of a mode depends on more than the file.")
    if "recursive" in asked.options:
        # The folders that COPY makes on its way have mode 755, whatever the flag says.
        made = keeps is None or any(landing.path not in paths for landing in every)
        if not found.exact or (made and found.of_folder != FOLDER):
            return Refusal(f"`{written}` would not do the same for the folders that COPY makes.")
    elif not found.exact:
        confirm = f"The mode becomes {found.flag}, also if the file is not 644 or 755 in the build context"
    return Wanted(tuple(taken), name, found.flag, confirm, keeps)


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
        edits.append(Edit(found.source(keeps), ""))
    if stop > first:
        rest = without(found, first, stop)
        if isinstance(rest, Refusal):
            return rest
        if rest[0].span == whole(run) and has_pragma(model, found.step):
            return Refusal("A comment above the RUN suppresses findings, and would do so in what follows.")
        edits += rest
    flags = " and ".join(dict.fromkeys(f"--{each.flag}={each.value}" for each in wanted))
    confirm = next((each.confirm for each in wanted if each.confirm), "")
    return Rewrite(f"Use {flags} instead of RUN", tuple(edits), confirm)
