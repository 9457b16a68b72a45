"""The target paths of COPY and ADD, and whether folders exist there."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dockwright.frozen import frozen
from dockwright.image.families import Family, family
from dockwright.image.run_text import body_of
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import GIT, REMOTE, Kind, kind_of_name, landed, sources, target, where
from dockwright.semantics.stage import Stage, Step

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_FOLDERS = """
    / /bin /boot /dev /etc /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin
    /usr/include /usr/lib /usr/local /usr/local/bin /usr/local/etc /usr/local/include /usr/local/lib /usr/local/sbin
    /usr/local/share /usr/sbin /usr/share /usr/src /var /var/cache /var/lib /var/log /var/run /var/spool /var/tmp
"""
_TAKE_AWAY = frozenset({"rm", "rmdir", "mv"})
_MOST_STEPS = 300
"""Maximum number of previous steps in which a folder is searched."""
STANDARD = frozenset(_FOLDERS.split())
"""Folders of every Linux distribution (Filesystem Hierarchy Standard 3.0)."""

_NO_USR_LOCAL = "/boot /lib64 /opt /usr/include /usr/local/etc /usr/local/include /usr/local/sbin /usr/src /var/run"
_BARE = """
    /boot /dev /lib /lib64 /media /mnt /opt /proc /run /srv /sys /usr/include /usr/lib /usr/local /usr/local/bin
    /usr/local/etc /usr/local/include /usr/local/lib /usr/local/sbin /usr/local/share /usr/share /usr/src /var/cache
    /var/lib /var/log /var/run /var/tmp
"""
_MISSING: dict[Family, frozenset[str]] = {
    # From the root file systems of Alpine 3.6 to 3.20 and of BusyBox; an unknown image may be Alpine.
    "alpine": frozenset(_NO_USR_LOCAL.split()),
    "": frozenset(_NO_USR_LOCAL.split()),
    "busybox": frozenset(_BARE.split()),
    "distroless": frozenset(_BARE.split()),
    "scratch": STANDARD - {"/"},
}
"""Standard folders that the images of a family may lack."""


@frozen
class CopyTarget:
    """One source of a COPY or ADD with its path in the image; the content of a folder goes into its target."""

    path: str
    kind: Kind | None
    mode: int | None = None
    """If known: for downloads (source/http) and heredocs."""

    def is_file_at(self, path: str) -> bool:
        """Whether it is a file at exactly this path."""
        return self.path == path and self.kind == "file"


def copy_targets(step: Step, context: Context | None) -> list[CopyTarget]:
    """Everything that an instruction copies; if not known, one item of unknown kind, perhaps without a path."""
    instruction, place = step.instruction, target(step)
    if place is None:
        return [CopyTarget("", None)]
    found: list[CopyTarget] = []
    for source in sources(instruction):
        value = source.value
        if REMOTE.match(value):
            name = posixpath.basename(urlsplit(value.partition("?")[0]).path) if not GIT.match(value) else ""
            if not name or "$" in name:
                found.append(CopyTarget(place.path, None))
            else:
                found.append(CopyTarget(landed(place, name), "file", 0o600))
            continue
        known = context.kind(value) if context and not instruction.flag("from") else None
        kind: Kind | None = known or kind_of_name(value)
        if kind == "archive" and instruction.name == "COPY":
            kind = "file"
        plain = not any(mark in value for mark in "$*?[")
        if not plain:
            found.append(CopyTarget(place.path, None))
        elif kind == "file" and not place.is_folder and is_standard(place.path):
            found.append(CopyTarget(landed(place, value), None))
        else:
            found.append(CopyTarget(place.path if kind == "folder" else landed(place, value), kind))
    for heredoc in instruction.heredocs:
        found.append(CopyTarget(landed(place, heredoc.name), "file", 0o644))
    return found


def is_standard(path: str) -> bool:
    """Whether a folder exists in every image with a shell."""
    return path in STANDARD


def history(stage: Stage, step: Step) -> list[Step]:
    """The steps before a step of a stage, including those of its bases, oldest first."""
    chain = [stage]
    while chain[0].base is not None:
        chain.insert(0, chain[0].base)
    steps = [each for part in chain for each in part.steps]
    return [each for each in steps if each.instruction.start < step.instruction.start]


def is_sure(stage: Stage, folder: str, earlier: list[Step]) -> bool:
    """Like `is_there`, but a standard folder counts only if the images of the stage's family have it."""
    missing = _MISSING.get(family(stage), frozenset())
    return is_there(folder, earlier, STANDARD - missing)


def is_there(folder: str, earlier: list[Step], standard: frozenset[str] = STANDARD) -> bool:
    """Whether a folder certainly exists after these steps."""
    if folder in standard:
        return True
    found = False
    for step in earlier[-_MOST_STEPS:]:
        name = step.instruction.name
        if name == "WORKDIR":
            found = found or bool(step.after.workdir and under(step.after.workdir, folder))
        elif name in ("COPY", "ADD"):
            found = found or any(
                landing.path and landing.kind and under(posixpath.dirname(landing.path), folder)
                for landing in copy_targets(step, None)
            )
        elif name == "RUN":
            found = _after_run(step, folder, found)
    return found


def _after_run(step: Step, folder: str, found: bool) -> bool:
    """Whether a folder certainly exists after a RUN, given whether it does before."""
    body = body_of(step) if folder.strip("/").rpartition("/")[2] in step.instruction.unit.text or found else None
    if body is None:
        return found
    moved = any(command.name in ("cd", "pushd") for command in body.commands)
    for placed in body.script.simple_commands():
        asked = call(placed.command)
        if isinstance(asked, Call) and asked.program == "mkdir" and not body.script.has_errors:
            sure = placed.place.top_level and not placed.place.after_or
            words = (word.literal for word in asked.operands if word.literal)
            made = (where(step.before, word) for word in words if word.startswith("/") or not moved)
            found = found or (sure and any(path and under(path, folder) for path in made))
        elif found and placed.command.name in _TAKE_AWAY:
            gone = (word.literal or "" for word in placed.command.arguments)
            found = not any(_takes(word, folder) for word in gone if not word.startswith("-"))
    return found


def _takes(word: str, folder: str) -> bool:
    """Whether an operand of rm or mv may be a folder or one above it."""
    if not word.startswith("/"):
        return posixpath.basename(word.rstrip("/")) in folder.split("/")[1:] if word else False
    parts, wanted = folder.split("/")[1:], posixpath.normpath(word).split("/")[1:]
    return len(wanted) <= len(parts) and all(map(fnmatchcase, parts, wanted))


def under(path: str, folder: str) -> bool:
    """Whether a path is a folder or below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
