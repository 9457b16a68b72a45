"""What git ignores: products of a build, mostly, that a fresh checkout does not have and nobody should call missing."""

from __future__ import annotations

import posixpath

from dockwright.context.ignore import reader
from dockwright.context.ignore.reader import Decider
from dockwright.context.values import Workspace
from dockwright.lazy import pattern

_SUBMODULE = pattern(r"^[ \t]*path[ \t]*=[ \t]*(.+)$", 8)
MOST_FILES = 500
MOST_CHARACTERS = 500_000
"""Of all files together."""


def is_own(path: str) -> bool:
    """Whether a file says what git ignores."""
    return path.endswith("/.gitignore") or path == ".gitignore"


class GitIgnores:
    """The `.gitignore` files of a workspace, read at once; they are taken as written, `core.excludesFile` aside."""

    def __init__(self, workspace: Workspace) -> None:
        self._deciders: dict[str, Decider] = {}
        self._unknown: set[str] = set()
        """Folders whose file was too much to read: anything below may be ignored."""
        spent = 0
        named = (path for path in workspace.files if is_own(path))
        places = sorted(named, key=lambda path: path.count("/"))
        self._unknown.update(map(posixpath.dirname, places[MOST_FILES:]))
        for path in places[:MOST_FILES]:
            text = workspace.read(path)
            spent += len(text or "")
            if text is not None and spent <= MOST_CHARACTERS and not (read := decider(text, path)).cut:
                self._deciders[posixpath.dirname(path)] = read
            elif text is not None:
                self._unknown.add(posixpath.dirname(path))

    def ignores(self, path: str) -> bool:
        """Whether git ignores a path, relative to the workspace; the nearest file that says something decides."""
        folder = path
        while folder:
            folder = posixpath.dirname(folder)
            decider = self._deciders.get(folder)
            if folder in self._unknown:
                return True
            rule = decider.rule(path[len(folder) :].lstrip("/")) if decider else None
            if rule is not None:
                return not rule.exception
        return False


def submodules(workspace: Workspace) -> frozenset[str]:
    """The folders of other repositories that git checks out only when asked; a build may have them."""
    text = workspace.read(".gitmodules") if workspace.exists(".gitmodules") else None
    named = (match[1].strip().strip('"/') for match in _SUBMODULE.finditer(text or ""))
    return frozenset(posixpath.normpath(path) for path in named if path)


def decider(text: str, path: str) -> Decider:
    """What the text of a `.gitignore` says of paths below its folder."""
    return Decider(reader.read(_as_builder(text), path))


def _as_builder(text: str) -> str:
    """The lines with git's meaning in the builder's terms: a name alone counts at any depth."""
    lines = []
    for line in text.splitlines():
        pattern = line.rstrip()
        if not pattern or pattern.startswith("#"):
            continue
        exception = "!" if pattern.startswith("!") else ""
        pattern = pattern[len(exception) :].rstrip("/").replace("[!", "[^")
        lines.append(exception + (pattern.lstrip("/") if "/" in pattern else f"**/{pattern}"))
    return "\n".join(lines)
