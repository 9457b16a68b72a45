"""Whether a folder holds a file whose name has one of some endings."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.image.answer import Answer
from dockwright.image.bases.toolchains import is_of_authors, is_toolchain
from dockwright.image.found import is_below

if TYPE_CHECKING:
    from dockwright.image.effects.effect import PathChange
    from dockwright.image.files import Files
    from dockwright.image.image import Image


def lacks(files: Files, image: Image, folder: str, endings: tuple[str, ...]) -> bool:
    """Whether a folder certainly holds no file with such an ending directly in it."""
    if not (is_of_authors(folder) and is_toolchain(image.base.reference)) and (
        image.base.path(folder)[0] is not Answer.NO
    ):
        return False
    return not any(_may_bring(files, change, folder, endings) for _, change in image.changes(folder))


def _may_bring(files: Files, change: PathChange, folder: str, endings: tuple[str, ...]) -> bool:
    if change.operation in ("folder", "mode", "owner", "remove"):
        return False
    if change.operation == "read":
        return change.path == folder
    if is_below(change.path, folder):
        return posixpath.dirname(change.path) == folder and (
            change.path.endswith(endings) or change.operation in ("open", "any", "alias")
        )
    if change.operation != "copy" or change.copied is None:
        return True
    context, copied = files.context, change.copied
    if copied.content is not None and not copied.opaque:
        return copied.into_folder and copied.sources[0].endswith(endings)
    if copied.origin or copied.added or context is None or not context.sure:
        return True
    return any(entry.rule is None and entry.path.endswith(endings) for entry in context.named(""))
