"""What may be at a path, and what a source from the build context puts there."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Literal, NamedTuple

from dockwright.image.answer import Answer

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

Kind = Literal["file", "folder", "link", ""]


class Found(NamedTuple):
    """The entry at a path."""

    answer: Answer
    kind: Kind = ""
    """Empty if not known."""
    depth: int = 0
    """How many changes after the base it was created; 0: in the base, or missing.

    For unknown: how many changes after the base the last one came that may affect it; 0: the base is unknown.
    """
    source: str | None = None
    """The file or folder of the build context that was copied."""
    ignored: str | None = None
    """The path of the context that would have been copied here if the ignore file did not leave it out."""
    mode: str | None = None
    """Set by `chmod` or --chmod; None: unchanged from its source."""
    owner: str | None = None
    """Set by `chown` or --chown; None: unchanged from its source."""
    content: str | None = None
    """The text of a heredoc."""
    edited: bool = False
    """Whether a command has changed the content."""
    target: str = ""
    """The target of a link."""
    plain: bool = False
    """Whether a command wrote it, which gives a new file no right to be run."""


NO = Found(Answer.NO)
UNKNOWN = Found(Answer.UNKNOWN)


def is_below(path: str, folder: str) -> bool:
    """Whether a path is below a folder; both are absolute or relative to the same folder."""
    return path != folder and (folder in ("/", ".") or path.startswith(folder.rstrip("/") + "/"))


def of_context(context: Context, source: str, into_folder: bool, below: str, parents: bool = False) -> Found:
    """The entry of a source from the build context at `below`, a path relative to the target of its COPY."""
    from dockwright.context.build_context import WILDCARDS, clean

    path = clean(source)
    if parents:
        return _with_folders(context, path, clean(source.partition("/./")[0]) if "/./" in source else "", below)
    if any(mark in path for mark in (*WILDCARDS, "\\")):
        return _of_pattern(context, path, below)
    if any(entry.path == path for entry in context.files(path)):
        name = posixpath.basename(path) if into_folder else "."
        if below != name and context.executable(path) is None:
            return UNKNOWN  # a link may lead to a folder, whose content COPY takes
        return _entry(context, path, "file") if below == name else NO
    return _entry(context, clean(posixpath.join(path, below)), "")


def _with_folders(context: Context, path: str, kept: str, below: str) -> Found:
    """What `--parents` puts at `below`: a file goes into its own folders, but for those that `/./` ends."""
    wanted = posixpath.join(kept, below)
    sent = [entry.path for entry in context.named(path) if entry.rule is None] if "**" not in path else []
    if wanted in sent:
        return Found(Answer.YES, "file", source=wanted)
    return Found(Answer.YES, "folder", source=wanted) if any(is_below(one, wanted) for one in sent) else UNKNOWN


def _of_pattern(context: Context, path: str, below: str) -> Found:
    depth = path.count("/") + 1
    ignored: str | None = None
    for entry in context.named(path):
        parts = entry.path.split("/")
        inside = "/".join(parts[depth:])  # the content of a folder that matches the pattern
        place = inside or parts[-1]
        if entry.rule is None and (place == below or is_below(place, below)):
            return Found(Answer.YES, "file" if place == below else "folder", source=entry.path)
        if place == below:
            ignored = entry.path
    return Found(Answer.NO, ignored=ignored) if context.sure and not context.doubt(path) else UNKNOWN


def _entry(context: Context, path: str, kind: Kind) -> Found:
    fate = context.fate(path) if path else None
    if fate is None or fate.sent:
        is_file = kind == "file" or any(entry.path == path for entry in (context.files(path) if path else ()))
        return Found(Answer.YES, "file" if is_file else "folder", source=path)
    if context.doubt(path) or not context.sure:
        return UNKNOWN
    return Found(Answer.NO, ignored=path if fate.left_out else None)
