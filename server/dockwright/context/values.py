"""What the discovery of build contexts works over and what it finds: plain frozen values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

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
class Workspace:
    """The files of a workspace: size by path, relative to its root, with `/` between the parts."""

    files: Mapping[str, int]
    read: Read
    tell: Callable[[str], None] = lambda said: None
    """Hears what was left out, and why: a limit that keeps time and memory bounded."""

    looked_for: set[str] | None = None
    """Is told of each file whose being there was asked for."""

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
