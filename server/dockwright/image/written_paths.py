"""Paths that commands certainly write to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.image.commands import Ran
from dockwright.image.effects.of_command import effect
from dockwright.image.image import Image
from dockwright.semantics.state import resolve

_MADE: dict[tuple[str, str], str] = {
    ("npm", "ci"): "node_modules", ("npm", "install"): "node_modules", ("npm", "i"): "node_modules",
    ("yarn", "install"): "node_modules", ("yarn", ""): "node_modules", ("pnpm", "install"): "node_modules",
    ("pnpm", "i"): "node_modules", ("bun", "install"): "node_modules", ("composer", "install"): "vendor",
    ("go", "mod vendor"): "vendor", ("cargo", "build"): "target", ("mvn", "package"): "target",
    ("mvn", "install"): "target", ("uv", "sync"): ".venv",
}  # fmt: skip
"""The subfolder of the working folder that a command creates or fills."""
_ELSEWHERE = (
    "-g",
    "--global",
    "--prefix",
    "-C",
    "--dir",
    "--cwd",
    "-d",
    "--working-dir",
    "--target-dir",
    "-f",
    "--no-install",
)
_MOVED = frozenset({"CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "UV_PROJECT_ENVIRONMENT", "COMPOSER_VENDOR_DIR"})


def made(ran: Ran, variables: frozenset[str] = frozenset()) -> str | None:
    """The folder that a package manager or build tool fills: `/app/node_modules`."""
    values, name = ran.values, ran.name or ""
    operands = [value for value in values if not value.startswith("-")]
    if any(value.partition("=")[0] in _ELSEWHERE for value in values) or variables & _MOVED:
        return None
    if name in ("python", "python3"):
        given = len(values) == 3 and values[:2] == ("-m", "venv") and not values[2].startswith("-")
        return resolve(ran.folder, values[2]) if given else None
    folder = _MADE.get((name, operands[0] if operands else "")) or _MADE.get((name, " ".join(operands[:2])))
    if folder is None and name == "mvn" and operands and operands[-1] in ("package", "install"):
        folder = "target"
    return resolve(ran.folder, folder) if folder else None


def written(ran: Ran, image: Image, variables: frozenset[str]) -> Iterator[str]:
    """The paths that a command certainly writes to if it succeeds."""
    folder = made(ran, variables)
    if folder is not None:
        yield folder
    if ran.name in ("rm", "mv", "rmdir") or (
        ran.name == "mkdir" and any(value.startswith("-") for value in ran.values)
    ):
        return
    for change in effect(ran, image).paths:
        if change.operation in ("file", "any", "folder", "edit") and posixpath.basename(change.path):
            yield change.path
