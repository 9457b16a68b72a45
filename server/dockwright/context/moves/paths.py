"""Paths before and after a move, and how they are written in files."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property

from dockwright.context.values import Workspace
from dockwright.frozen import frozen
from dockwright.lazy import pattern
from dockwright.text import Edit, apply

_PLAIN = pattern(r"[\w./@+,=~-]+\Z")
"""Names that need no quotes in any file that defines builds."""
_WRITTEN = pattern(r"(\./|/)?(.*?)(/?)\Z")


@frozen(slots=False)
class Move:
    """Files and folders that go elsewhere at once: old and new paths, which count from the workspace's root."""

    pairs: tuple[tuple[str, str], ...]

    def __call__(self, path: str) -> str:
        """The path after the move."""
        found = self._pair(path)
        return found[1] + path[len(found[0]) :] if found else path

    def takes(self, path: str) -> bool:
        """Whether a path is among what moves, or lies in it."""
        return self._pair(path) is not None

    def _pair(self, path: str) -> tuple[str, str] | None:
        """The nearest one, where a folder moves and something in it elsewhere."""
        above = path
        while above:
            if (new := self._new.get(above)) is not None:
                return above, new
            above = above.rpartition("/")[0]
        return None

    @cached_property
    def _new(self) -> dict[str, str]:
        return dict(self.pairs)


def relative(path: str, base: str) -> str | None:
    """A path relative to a folder above it; None if it is outside."""
    if not base:
        return path or "."
    if path == base:
        return "."
    return path[len(base) + 1 :] if path.startswith(f"{base}/") else None


def rewritten(written: str, new: str) -> str | None:
    """A path in the style of an existing one; None if it would need quotes."""
    match = _WRITTEN.match(written)
    if match is None or not _PLAIN.match(new):
        return None
    start = "" if new.startswith("../") or (match[1] == "./" and new == ".") else match[1] or ""
    return start + new + match[3]


def between(path: str, base: str) -> str:
    """A relative path from a folder that need not contain it."""
    return posixpath.relpath(f"/{path}", f"/{base}")


def taken_out(workspace: Workspace, keeps: Callable[[str], bool]) -> Workspace:
    """A workspace as if it held some of its files alone; all can be read."""
    return Workspace({path: size for path, size in workspace.files.items() if keeps(path)}, workspace.read)


def after(workspace: Workspace, move: Move, edits: Mapping[str, list[Edit]]) -> Workspace:
    """The workspace after the move and the edits; the edits are keyed by the old paths."""
    origins = {move(path): path for path in workspace.files}

    def read(path: str) -> str | None:
        origin = origins.get(path)
        text = workspace.read(origin) if origin is not None else None
        return apply(text, edits.get(origin or "", [])) if text is not None else None

    return Workspace({move(path): size for path, size in workspace.files.items()}, read)
