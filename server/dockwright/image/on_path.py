"""Whether a program is found by name: it is on PATH, or was put into a folder on PATH."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.image.answer import Answer
from dockwright.image.effects.instructions import is_file_name
from dockwright.image.found import is_below
from dockwright.semantics.state import DEFAULT_PATH

if TYPE_CHECKING:
    from dockwright.image.effects.effect import PathChange
    from dockwright.image.image import Image
    from dockwright.semantics.stage import Stage

BINS = frozenset(DEFAULT_PATH.split(":"))
"""The folders for programs of a distribution."""


def on_path(image: Image, folders: frozenset[str] | None, name: str) -> Answer:
    """Whether a program is on PATH, including files that instructions may have put into its folders."""
    answer = image.program(name)
    if answer is not Answer.NO or folders is None:
        return answer if answer is not Answer.NO else Answer.UNKNOWN
    return Answer.UNKNOWN if any(may_be(image, posixpath.join(one, name)) for one in folders | BINS) else Answer.NO


def added_folders(stage: Stage, until: int | None = None) -> frozenset[str] | None:
    """The folders that ENV adds to PATH before an instruction; None if one is not known."""
    found: set[str] = set()
    below: Stage | None = stage
    while below is not None:
        for index in below.body.places(("ENV",)):
            if until is not None and index >= until:
                break
            unit, state = below.body.units[index], below.body.states[index]
            for key, value in zip(unit.arguments[::2], unit.arguments[1::2], strict=False):
                if key.value != "PATH":
                    continue
                for part in value.value.strip("\"'").split(":"):
                    if part and part not in ("$PATH", "${PATH}"):
                        folder = state.expand(part, unit.escape)
                        if folder is None:
                            return None
                        found.add(folder)
        below, until = below.base, None
    return frozenset(found)


def may_be(image: Image, path: str) -> bool:
    """Whether any change after the base may have created something at a path."""
    if not path.startswith("/"):
        return True
    key, asked = ("may be", path), []
    at: Image | None = image
    while at is not None and key not in at.memo:
        asked.append(at)
        at = at.before
    found: bool = at is not None and at.memo[key]
    by_package = posixpath.dirname(path) in BINS
    for one in reversed(asked):
        # Programs of packages in these folders are in the effect's own list of programs.
        changes = one.effect.concerning(path)
        found = found or any(may_create(change, path, by_package=by_package) for change in changes)
        one.memo[key] = found
    return found


def _brings_others(change: PathChange, name: str) -> bool:
    """Whether a COPY puts only files with other names into a folder."""
    copied = change.copied
    if (
        copied is None
        or not copied.into_folder
        or copied.opaque
        or copied.added
        or copied.parents
        or copied.content is not None
    ):
        return False
    return all(is_file_name(one) and posixpath.basename(one) != name for one in copied.sources)


def may_create(change: PathChange, path: str, *, by_package: bool = False) -> bool:
    """Whether a change may create something at a path; `by_package`: what opens folders above it does not."""
    if change.path == path and change.operation in ("file", "any", "link", "copy", "open"):
        return True
    if _brings_others(change, posixpath.basename(path)):
        return False
    if change.operation in ("link", "copy", "any", "open") and is_below(path, change.path) and not by_package:
        return True
    return change.operation in ("link", "copy") and posixpath.dirname(path) == change.path
