"""Whether a file of an image may be run, by its mode as far as instructions and the build context tell."""

from __future__ import annotations

import re

from dockwright.image.answer import Answer
from dockwright.image.files import Files
from dockwright.image.found import Found
from dockwright.image.image import Image


def why_not_run(files: Files, image: Image, path: str) -> str | None:
    """Why a file may not be run by anybody; None where it may, or where that is not known."""
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


def why_not_by(files: Files, image: Image, path: str, user: str, needs: int) -> str | None:
    """Why a user other than root may not read (4) or run (1) a file that root owns; None where that is not known."""
    found = files.find(image, path)
    name, _, group = user.partition(":")
    if name in ("", "root", "0") or group in ("root", "0") or "$" in user or image.account(name) is Answer.NO:
        return None
    if found.answer is not Answer.YES or found.kind != "file" or found.edited or not found.depth or found.owner:
        return None
    if found.source is None and found.content is None:
        return None  # a RUN made it, perhaps as this user
    mode = _mode_of(files, found)
    if mode is None or (needs == 1 and not mode & 0o100) or mode & (needs | needs << 3):
        return None
    what = "run" if needs == 1 else "read"
    return f"Only root can {what} `{path}` (mode `{mode:03o}`), but USER is `{name}`"


def _mode_of(files: Files, found: Found) -> int | None:
    """The mode, where it is given as a number, or by `u+x` for a file that nobody may run."""
    if found.mode is None:
        return None
    if re.fullmatch(r"0?[0-7]{3}", found.mode):
        return int(found.mode, 8)
    context = files.context
    plain = context is not None and found.source and context.executable(found.source) is False
    return 0o744 if plain and found.mode == "u+x" else None


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
