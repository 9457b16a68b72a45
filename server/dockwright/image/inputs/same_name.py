"""Finds a file with the same name elsewhere in an image if it is missing at one path."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice

from dockwright.context.build_context import clean
from dockwright.image.answer import Answer
from dockwright.image.effects.effect import Copied
from dockwright.image.files import Files
from dockwright.image.image import Image

_MOST = 200
"""Maximum number of previous changes that are searched."""


def elsewhere(files: Files, image: Image, name: str) -> str | None:
    """The path of a file with this name that a COPY, a RUN or the like created, the newest first."""
    at: Image | None = image
    for _ in range(_MOST):
        if at is None:
            return None
        for change in reversed(at.effect.paths):
            places: Iterator[str] = iter(())
            if change.operation in ("file", "any") and posixpath.basename(change.path) == name:
                places = iter((change.path,))
            elif change.operation == "copy" and change.copied is not None:
                if _is_named(change.copied, change.path, name):
                    return change.path
                places = _places(files, change.copied, change.path, name)
            for place in places:
                found = files.find(image, place)
                if found.answer is Answer.YES and found.kind != "folder":
                    return place
        at = at.before
    return None


def _is_named(copied: Copied, target: str, name: str) -> bool:
    """Whether a COPY puts a file of this name at a path of this name, whatever is known of its stage."""
    names = {posixpath.basename(target), *map(posixpath.basename, copied.sources)}
    return bool(copied.origin) and names == {name} and not (copied.into_folder or copied.opaque)


def _places(files: Files, copied: Copied, target: str, name: str) -> Iterator[str]:
    if any(posixpath.basename(source) == name for source in copied.sources) or posixpath.basename(target) == name:
        yield target
    yield posixpath.join(target, name)
    if files.context is None or copied.origin:
        return
    for source in copied.sources:
        folder = clean(source)
        among = files.context.named(folder) if not set(folder) & set("*?[\\") else []
        named = (one.path for one in among if one.rule is None and posixpath.basename(one.path) == name)
        for path in islice(named, 3):
            if "node_modules" not in path:
                yield posixpath.join(target, posixpath.relpath(path, folder or "."))
