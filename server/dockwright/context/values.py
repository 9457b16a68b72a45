"""What the discovery of build contexts works over and what it finds: plain frozen values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase

from dockwright.context.hosts.reference import Reference, Sync
from dockwright.frozen import field, frozen
from dockwright.lazy import pattern

Read = Callable[[str], str | None]
"""Gives the text of a file of the workspace by its path, or None when it cannot be read."""

DEEPEST = 5
LONGEST = 100_000
ROOT = "\1"
"""Begins a path that counts from the workspace's root, whatever the folder is that it is named in."""
_VARIABLE = pattern(r"\$\$|\$\{([A-Za-z_]\w*|\d)(?:(:?[-+?])([^{}]*))?\}|\$([A-Za-z_]\w*)")


@frozen
class Made:
    """What may be in the workspace when a build begins because something made it before; paths may have wildcards."""

    files: frozenset[str] = frozenset()
    """Files, and folders that are there without anything in them."""
    folders: frozenset[str] = frozenset()
    """Files, and folders in which anything may be."""
    unknown: str = ""
    """A command or step of which nobody can tell what it makes; empty where there is none."""

    def __or__(self, other: Made) -> Made:
        if not other or not self:
            return self or other
        return Made(self.files | other.files, self.folders | other.folders, self.unknown or other.unknown)

    def __bool__(self) -> bool:
        return bool(self.unknown or self.files or self.folders)

    def may_hold(self, path: str) -> bool:
        """Whether a path, or something below it, may have been made."""
        if self.unknown or not path:
            return bool(self)
        wanted = path.split("/")
        return any(_overlaps(made.split("/"), wanted, False) for made in self.files) or any(
            made == "" or _overlaps(made.split("/"), wanted, True) for made in self.folders
        )


NOTHING = Made()


def _overlaps(made: list[str], wanted: list[str], whole: bool) -> bool:
    """Whether what was made is what is wanted, lies below it or, where all of it counts, above it."""
    if "**" in made:
        made, whole = made[: made.index("**")], True
    if len(made) < len(wanted) and not whole:
        return False
    return all(one == other or _alike(one, other) for one, other in zip(made, wanted, strict=False))


def _alike(one: str, other: str) -> bool:
    marked = [any(mark in part for mark in "*?[") for part in (one, other)]
    return all(marked) or (marked[0] and fnmatchcase(other, one)) or (marked[1] and fnmatchcase(one, other))


@frozen
class Workspace:
    """The files of a workspace: size by path, relative to its root, with `/` between the parts."""

    files: Mapping[str, int]
    read: Read
    tell: Callable[[str], None] = lambda said: None
    """Hears what was left out, and why: a limit that keeps time and memory bounded."""

    looked_for: set[str] | None = None
    """Is told of each file whose being there was asked for."""
    before: dict[str, Made] | None = None
    """Is told what is made before a file that defines builds is run, or before all files of a kind are."""

    def exists(self, path: str) -> bool:
        if self.looked_for is not None:
            self.looked_for.add(path)
        return path in self.files


@frozen
class Build:
    """One place that builds a Dockerfile, and the context that it gives it."""

    dockerfile: str
    context: str
    """A folder relative to the workspace; "" for its root."""
    kind: str
    file: str
    line: int
    """From 0."""
    name: str = ""
    target: str = ""
    platforms: tuple[str, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict)
    contexts: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    podman: bool = False
    """Whether Podman or Buildah builds it, which read other ignore files."""
    folder: str = ""
    """Where the relative paths of its named contexts count from; "" for the workspace."""
    made: Made = NOTHING
    """What runs before it may have made."""
    withheld: tuple[str, ...] = ()
    """The secrets of a service that its containers are given and its build is not."""
    inline: str = ""
    """The Dockerfile itself where `file` holds it, as its language gives it; then `dockerfile` is `file`."""
    references: tuple[Reference, ...] = field(default=(), compare=False)
    """Where host files say what it is; none of builds that other files define."""
    syncs: tuple[Sync, ...] = field(default=(), compare=False)
    """What is copied into its containers while somebody works on it."""

    @property
    def label(self) -> str:
        return f"{self.file}:{self.line + 1}" + (f" ({self.name})" if self.name else "")


def join(base: str, path: str) -> str | None:
    """A path relative to `base`, cleaned; None when it leaves the workspace, is remote or still has variables."""
    path = path.replace("\\", "/").strip()
    if ROOT in path:
        base, path = "", path.rpartition(ROOT)[2].lstrip("/")
    if "://" in path or path.startswith(("/", "~", "git@")) or any(mark in path for mark in "$`{}*<>"):
        return None
    if path.count("(") != path.count(")"):
        return None  # a piece of `$(...)` that was not understood
    joined = posixpath.normpath(posixpath.join(base, path))
    if joined == ".":
        return ""
    return None if joined == ".." or joined.startswith("../") else joined


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Replace `$x`, `${x}`, `${x:-y}` and the like; what is not known stays as it is."""

    def value(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "\0"
        found = variables.get(match[1] or match[4])
        if match[2] and match[2].endswith("-"):
            return found or match[3] if match[2] == ":-" or found is None else found
        if match[2] and match[2].endswith("+"):
            return match[3] if found or (found is not None and match[2] == "+") else ""
        return match[0] if found is None else found

    for _ in range(DEEPEST):
        # Defaults may have variables: the inner ones have been replaced when the outer one is.
        replaced = _VARIABLE.sub(value, text)
        if replaced == text or len(replaced) > LONGEST:
            break
        text = replaced
    return text.replace("\0", "$")
