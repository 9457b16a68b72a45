"""The input and output of the discovery of build contexts: plain frozen values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import cached_property

from dockwright.context.hosts.reference import Reference, Sync
from dockwright.frozen import field, frozen
from dockwright.lazy import pattern

Read = Callable[[str], str | None]
"""Returns the text of a file of the workspace by its path, or None if it cannot be read."""

DEEPEST = 5
LONGEST = 100_000
ROOT = "\1"
"""Prefix of a path that is relative to the root of the workspace, whatever folder names it."""
_VARIABLE = pattern(r"\$\$|\$\{([A-Za-z_]\w*|\d)(?:(:?[-+?])([^{}]*))?\}|\$([A-Za-z_]\w*)")


@frozen
class Made:
    """Files that may exist when a build begins because earlier commands created them; paths may have wildcards."""

    files: frozenset[str] = frozenset()
    """Files, and folders without content."""
    folders: frozenset[str] = frozenset()
    """Files, and folders that may contain anything."""
    unknown: str = ""
    """A command or step with unknown products; empty if there is none."""

    def __or__(self, other: Made) -> Made:
        if not other or not self:
            return self or other
        return Made(self.files | other.files, self.folders | other.folders, self.unknown or other.unknown)

    def __bool__(self) -> bool:
        return bool(self.unknown or self.files or self.folders)

    def may_hold(self, path: str) -> bool:
        """Whether a path, or something below it, may have been created."""
        if self.unknown or not path:
            return bool(self)
        wanted = path.split("/")
        return any(_overlaps(made.split("/"), wanted, False) for made in self.files) or any(
            made == "" or _overlaps(made.split("/"), wanted, True) for made in self.folders
        )


NOTHING = Made()


def _overlaps(made: list[str], wanted: list[str], whole: bool) -> bool:
    """Whether the created path is the wanted one, is below it or, if all of its content counts, above it."""
    if "**" in made:
        made, whole = made[: made.index("**")], True
    if len(made) < len(wanted) and not whole:
        return False
    return all(one == other or _alike(one, other) for one, other in zip(made, wanted, strict=False))


def _alike(one: str, other: str) -> bool:
    marked = [any(mark in part for mark in "*?[") for part in (one, other)]
    return all(marked) or (marked[0] and fnmatchcase(other, one)) or (marked[1] and fnmatchcase(one, other))


@frozen(slots=False)
class Workspace:
    """The files of a workspace: size by path, relative to its root, with `/` as separator."""

    files: Mapping[str, int]
    read: Read
    tell: Callable[[str], None] = lambda said: None
    """Called with a message about everything that a limit on time or memory left out."""

    looked_for: set[str] | None = None
    """Collects each file whose existence was tested."""
    before: dict[str, Made] | None = None
    """Collects what is created before a file that defines builds is run, or before all files of a kind are."""

    def exists(self, path: str) -> bool:
        if self.looked_for is not None:
            self.looked_for.add(path)
        return path in self.files

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders that contain files at any depth, the root included."""
        found = {path.rpartition("/")[0] for path in self.files} | {""}
        for folder in list(found):
            while (folder := folder.rpartition("/")[0]) not in found:
                found.add(folder)
        return frozenset(found)


@frozen
class Build:
    """One definition of a build of a Dockerfile, with its context."""

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
    """Whether it is run by Podman or Buildah, which read other ignore files."""
    folder: str = ""
    """The folder that paths of its named contexts are relative to; "" for the workspace."""
    made: Made = NOTHING
    """What earlier commands may have created."""
    withheld: tuple[str, ...] = ()
    """The secrets that a service gives to its containers but not to its build."""
    inline: str = ""
    """The text of an embedded Dockerfile, as the language of `file` reads it; then `dockerfile` is `file`."""
    references: tuple[Reference, ...] = field(default=(), compare=False)
    """Where host files define its values; empty for builds defined by other files."""
    syncs: tuple[Sync, ...] = field(default=(), compare=False)
    """What is copied into its containers while somebody works on it."""
    read_from: str = field(default="", compare=False)
    """The file whose reading gives it: Bake and Compose read several together, and `file` may be another of these."""

    @property
    def label(self) -> str:
        return f"{self.file}:{self.line + 1}" + (f" ({self.name})" if self.name else "")


def join(base: str, path: str) -> str | None:
    """A path relative to `base`, cleaned; None if it leaves the workspace, is remote or still contains variables."""
    path = path.replace("\\", "/").strip()
    if ROOT in path:
        base, path = "", path.rpartition(ROOT)[2].lstrip("/")
    if "://" in path or path.startswith(("/", "~", "git@")) or any(mark in path for mark in "$`{}*<>"):
        return None
    if path.count("(") != path.count(")"):
        return None  # a part of an unsupported `$(...)`
    joined = posixpath.normpath(posixpath.join(base, path))
    if joined == ".":
        return ""
    return None if joined == ".." or joined.startswith("../") else joined


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Replace `$x`, `${x}`, `${x:-y}` and the like; unknown variables stay."""

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
        # Defaults may contain variables: the inner ones are replaced before the outer one.
        replaced = _VARIABLE.sub(value, text)
        if replaced == text or len(replaced) > LONGEST:
            break
        text = replaced
    return text.replace("\0", "$")
