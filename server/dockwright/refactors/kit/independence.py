"""Whether a COPY may be moved below another instruction: neither reads nor writes what the other writes.

Paths are distinguished by the top-level folder. Folders of the system count as one, which package managers and their
scripts may read and write; they do not read files copied to other folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dockwright.image.run_mounts import mounts_of
from dockwright.image.steps import images
from dockwright.refactors.kit.command_chain import BETWEEN, chain, is_root
from dockwright.refactors.kit.independent_commands import SYSTEM, written_by
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.kit.selection import is_windows
from dockwright.semantics import copying
from dockwright.semantics.images import lookup
from dockwright.semantics.state import resolve

if TYPE_CHECKING:
    from dockwright.image.effects.effect import PathChange
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage, Step
    from dockwright.semantics.state import State

_SETTINGS = (
    "/etc/apt", "/etc/apk", "/etc/yum", "/etc/dnf", "/etc/pip", "/etc/dpkg", "/etc/npm", "/root", "/home",
    "/usr/local/etc", "/usr/etc",
)  # fmt: skip
_NUMBERS = re.compile(r"\d+(?::\d+)?\Z", re.ASCII)
_LEADING = re.compile(r"PATH|LIB|CONFIG|OPTIONS|PRELOAD|HOME|ENV|_DIR|ROOT", re.IGNORECASE)
"""Names of variables that tell programs where to search."""
_ENDS_IN_OWN = re.compile(r"(?:(?:/[\w./-]+|\$(?:PATH|\{PATH\}))(?::|\Z))+\Z", re.ASCII)
"""A value of PATH: absolute folders, and the previous value."""
_NEUTRAL = BETWEEN | {"USER", "SHELL", "MAINTAINER", "ONBUILD"}
"""Instructions that change no file; ENV and ARG matter if the COPY uses the variable."""


def movable(model: Model, stage: Stage, copy: Step) -> str:
    """Why a COPY or ADD cannot be moved at all; empty if it can."""
    if is_windows(model, stage):
        return "Not for Windows images or files with a backtick as escape character"
    top = _copied_to(copy)
    if top is None:
        return "Cannot tell where the files are put"
    if top in SYSTEM:
        return f"The files go to `/{top}`, where programs of the system may look"
    owner = copy.instruction.flag("chown")
    value = copy.before.expand(owner.value or "", copy.instruction.unit.escape) if owner else "0"
    if value is None or not _NUMBERS.match(value):
        return "`--chown` names an account, which an instruction below may change"
    return _links(model, stage, _place(stage, copy), top)


def obstacle(model: Model, stage: Stage, copy: Step, other: Step) -> str:
    """Why a `movable` COPY or ADD cannot be moved below another step of its stage; empty if it can."""
    top, name = _copied_to(copy), other.instruction.name
    if other.instruction.problems:
        return "An instruction between them has an error"
    if name == "RUN":
        return _of_run(model, stage, top or "", other)
    if name in ("COPY", "ADD"):
        return "" if _copied_to(other) not in (None, top) else f"Another {name} may put files into the same folder"
    if name == "WORKDIR":
        if not copy.instruction.arguments[-1].value.startswith("/"):
            return "The files go to the working directory, which WORKDIR changes"
        return "" if _top(other.after.workdir) not in (None, top) else "WORKDIR also creates a folder there"
    if name in ("ENV", "ARG") and "$" in copy.instruction.unit.text:
        return f"{name} between them may change the variables in use"
    return "" if name in _NEUTRAL else f"{name} is in between"


def _of_run(model: Model, stage: Stage, top: str, run: Step) -> str:
    if not is_root(run.before):
        return "The RUN does not run as root"
    if reason := _of_variables(stage, top, run.before):
        return reason
    tops = _written(model, stage, run)
    if isinstance(tops, str):
        return tops
    for mount in mounts_of(run, images(stage)[0].base.workdir):
        mounted = _top(mount.target)
        if mounted is None:
            return "Cannot tell the target of a mount of this RUN"
        tops.add(mounted)
    if top in tops:
        return f"The RUN works in `/{top}`, where the files go"
    place = _place(stage, run)
    if tops >= SYSTEM and any(_is_setting(change.path) for change in _changes(model, stage, place)):
        return "Files put into system folders before may lead the RUN to other files"
    return next((reason for each in sorted(tops - SYSTEM) if (reason := _links(model, stage, place, each))), "")


def _is_setting(path: str) -> bool:
    """Whether package managers may read their settings there, such as a list of sources that names a folder."""
    return path in ("/", "/etc", "/usr", "/usr/local") or path.startswith(_SETTINGS)


def _written(model: Model, stage: Stage, run: Step) -> set[str] | str:
    """The folders that the commands of a RUN use, or why they are not known."""
    found = chain(model, stage, run, caches=True)
    if isinstance(found, Refusal):
        return found.reason
    tops: set[str] = set()
    for command in found.commands:
        written = written_by(command)
        if isinstance(written, str):
            return written
        tops |= written
    return tops


def assumed(stage: Stage, copy: Step) -> str:
    """The assumptions about a base image that is not recorded; empty if it is."""
    image = stage.root.image
    if image == "scratch" or (image is not None and lookup(image) is not None):
        return ""
    return f"assumes that the base image has no `/{_copied_to(copy)}`"


def _of_variables(stage: Stage, top: str, state: State) -> str:
    """Why variables of the file may make a command use the copied files."""
    mark = re.compile(rf"/{re.escape(top)}(?![\w.-])")
    for name, value in state.variables.items():
        if value and mark.search(value):
            return f"The variable `{name}` leads the RUN to `/{top}`"
        if value and name == "PATH" and not all(folder.startswith("/") for folder in value.split(":")):
            return "PATH holds a relative folder"
    part: Stage | None = stage
    while part is not None:
        for step in part.all("ENV", "ARG"):
            for name, value in _set_by(step):
                if state.variables.get(name) is None and _LEADING.search(name) and not _ENDS_IN_OWN.match(value):
                    return f"Cannot tell where the variable `{name}` leads"
                if mark.search(value):
                    return f"The variable `{name}` leads the RUN to `/{top}`"
        part = part.base
    return ""


def _set_by(step: Step) -> Iterator[tuple[str, str]]:
    if step.instruction.name == "ENV":
        yield from ((key.value, value.value) for key, value in step.instruction.pairs)
    else:
        yield from (token.value.partition("=")[::2] for token in step.instruction.arguments)


def _links(model: Model, stage: Stage, place: int, top: str) -> str:
    """Why a top-level folder may be a link, or the target of one, before the step with this index."""
    for change in _changes(model, stage, place):
        at, to = _top(change.path), _top(change.detail)
        match change.operation:
            case "link" | "alias" if top in (at, to) or to is None:
                return f"A RUN before may have created a link to or from `/{top}`"
            case "open" | "any" if at in (None, top):
                return f"Cannot tell what was done in `/{top}` before; a link may lead out of it"
            case "copy" if at is None or (at == top and not _is_of_files(change)):
                return f"Files copied to `/{top}` before may hold links that lead out of it"
    return ""


def _changes(model: Model, stage: Stage, place: int) -> Iterator[PathChange]:
    """The changes of the steps before one, except for RUNs that certainly create no links."""
    made = images(stage)
    for index in range(1, place):
        step = stage.steps[index]
        if step.instruction.name == "RUN" and not isinstance(_written(model, stage, step), str):
            continue
        image = made[index + 1]
        while image is not made[index] and image.before is not None:
            yield from image.effect.paths
            image = image.before
    if stage.base is not None:
        yield from _changes(model, stage.base, len(stage.base.body.units))


def _is_of_files(change: PathChange) -> bool:
    """Whether a COPY takes single files, which are never links in the image."""
    copied = change.copied
    if copied is None or copied.opaque:
        return False
    return copied.content is not None or all(copying.kind_of_name(source) == "file" for source in copied.sources)


def _copied_to(step: Step) -> str | None:
    """The top-level folder that a COPY or ADD writes to; None if not known."""
    arguments = step.instruction.arguments
    if step.instruction.problems or len(arguments) < 2:
        return None
    written = step.before.expand(arguments[-1].value, step.instruction.unit.escape)
    return _top(resolve(step.before.workdir, written))


def _top(path: str | None) -> str | None:
    """The first component of an absolute path; None for `/` and for other paths."""
    if path is None or not path.startswith("/") or ".." in path.split("/"):
        return None
    return path.strip("/").partition("/")[0] or None


def _place(stage: Stage, step: Step) -> int:
    starts: Iterable[int] = (stage.start + offset for offset in stage.body.offsets)
    return next(index for index, start in enumerate(starts) if start == step.instruction.start)
