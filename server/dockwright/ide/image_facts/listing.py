"""The names that certainly exist in a folder of an image."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dockwright.context.build_context import WILDCARDS, clean
from dockwright.image.answer import Answer
from dockwright.image.files import Files
from dockwright.image.found import is_below

if TYPE_CHECKING:
    from dockwright.image.effects.effect import Copied, PathChange
    from dockwright.image.image import Image

_MOST = 300
"""Maximum number of names, and of previous changes."""


def children(files: Files, image: Image, folder: str) -> dict[str, bool]:
    """The names in an absolute folder, newest first, and whether each is a folder."""
    key = ("children", folder, files.context, files.key)
    found: dict[str, bool] | None = image.memo.get(key)
    if found is None:
        found = image.memo[key] = {}
        for name in islice(dict.fromkeys(_named(files, image, folder, 4)), _MOST):
            there = files.find(image, posixpath.join(folder, name))
            if there.answer is Answer.YES:
                found[name] = there.kind == "folder"
    return found


def _named(files: Files, image: Image, folder: str, hops: int) -> Iterator[str]:
    """Names in changes and in the base; they may have been removed since."""
    at = image
    for _ in range(_MOST):
        for change in reversed(at.effect.paths):
            yield from _of_change(files, change, folder, hops)
        if at.before is None:
            break
        at = at.before
    yield from (name for path in sorted(image.base.folders) if (name := _next(path, folder)))


def _of_change(files: Files, change: PathChange, folder: str, hops: int) -> Iterator[str]:
    if change.operation in ("file", "folder", "link", "any", "copy") and (name := _next(change.path, folder)):
        yield name
    copied = change.copied
    if copied is None or (folder != change.path and not is_below(folder, change.path)):
        return
    below = posixpath.relpath(folder, change.path)
    for source in copied.sources:
        if set(source) & set(WILDCARDS + "\\$"):
            continue
        if below == ".":
            yield posixpath.basename(source.rstrip("/"))
        yield from _of_source(files, copied, source, below, hops)


def _of_source(files: Files, copied: Copied, source: str, below: str, hops: int) -> Iterator[str]:
    if copied.origin:
        other = files.stages.get(copied.origin.lower())
        if other is not None and hops:
            yield from _named(files, other, posixpath.normpath(posixpath.join("/", source, below)), hops - 1)
    elif files.context is not None and copied.content is None:
        inside = files.context.children(clean(posixpath.join(source, below)))
        yield from (name for name, _ in islice(inside, _MOST))


def _next(path: str, folder: str) -> str:
    """The name in a folder that leads to a path; empty if there is none."""
    if not is_below(path, folder):
        return ""
    return path[len(folder.rstrip("/")) + 1 :].partition("/")[0]
