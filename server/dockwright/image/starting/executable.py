"""Whether a file of an image may be run, by its mode as far as instructions and the build context tell."""

from __future__ import annotations

import re

from dockwright.image.answer import Answer
from dockwright.image.files import Files, Found
from dockwright.image.image import Image


def why_not_run(files: Files, image: Image, path: str) -> str | None:
    """Why a file may not be run; None where it may, or where that is not known."""
    found = files.find(image, path)
    if found.answer is not Answer.YES or found.kind != "file" or found.edited or not found.depth:
        return None
    if found.mode is not None:
        return f"`{path}` is not executable (mode `{found.mode}`)" if _forbids(found.mode) else None
    if found.content is not None:
        return f"`{path}` comes from a heredoc and is not executable"
    if found.plain:
        return f"`{path}` is a new file and not executable" if _is_new(files, image, path, found) else None
    context = files.context
    if context is not None and found.source and context.executable(found.source) is False:
        return f"`{found.source}` is not executable in the build context"
    return None


def _forbids(mode: str) -> bool:
    if re.fullmatch(r"0?[0-7]{3,4}", mode):
        return not int(mode, 8) & 0o111
    return re.fullmatch(r"a?-[rwx]*x[rwx]*|a=[rw]+", mode) is not None


def _is_new(files: Files, image: Image, path: str, found: Found) -> bool:
    """Whether nothing was there before: what is written over keeps its mode."""
    at: Image | None = image
    while at is not None and at.depth != found.depth:
        at = at.before
    return at is not None and at.before is not None and files.find(at.before, path).answer is Answer.NO
