"""The files for paths on the command line: files given by name, and the Dockerfiles in folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli.reports.terminal import tell
from dockwright.context.file_names import is_dockerfile

if TYPE_CHECKING:
    from dockwright.context.git_patterns import Lines

_SKIPPED = frozenset(
    {".git", ".hg", ".svn", "node_modules", "bower_components", "vendor", ".venv", "venv", "__pycache__", ".tox"}
)
_LARGEST = 1_000_000
_HOSTS = (".yml", ".yaml", ".hcl", ".json", ".md", ".markdown")
"""The extensions of files that may contain or build Dockerfiles."""


def named(paths: Sequence[str], hosts: bool = False, top: Path | None = None) -> list[str]:
    """Every file once. In folders, files ignored by git, and links, are skipped.

    With `hosts`, files in folders that may contain or build Dockerfiles are included. Nothing outside of `top` is read.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            found[path] = None
        else:
            found.update(dict.fromkeys(_below(Path(path), hosts, top)))
    return list(found)


def dockerfiles(names: Sequence[str], paths: Sequence[str], hosts: bool = False) -> tuple[list[tuple[str, str]], int]:
    """The files that can be read and are Dockerfiles, with their texts; and 2 if one given by name is not.

    A template is always skipped with a message; other files get a message if given by name. With `hosts`, files that
    contain or build Dockerfiles are included.
    """
    from dockwright.cli import files
    from dockwright.ide.not_dockerfile import no_dockerfile

    found, code = [], 0
    for name in names:
        source = files.read(name)
        if source is not None and hosts and (host_kind(name, source) or build_kind(name, source)):
            found.append((name, source))
            continue
        if name not in paths and not is_dockerfile(name):
            continue
        why = no_dockerfile(name, source) if source is not None and name != "-" else ""
        if why and (name in paths or "template" in why):
            tell(name, f"skipped: {why}")
        if source is None or (why and name in paths and "template" not in why):
            code = 2
        if source is not None and not why:
            found.append((name, source))
    return found, code


def host_kind(name: str, source: str) -> str:
    """The kind of a file with embedded Dockerfiles; empty for a Dockerfile and anything else."""
    if is_dockerfile(name) or not name.lower().endswith(_HOSTS):
        return ""
    from dockwright.embedded.finding import kind_of

    return kind_of(name, source)


def build_kind(name: str, source: str) -> str:
    """The kind of a file that defines builds, such as Compose; empty for a Dockerfile and anything else."""
    if is_dockerfile(name) or not name.lower().endswith(_HOSTS):
        return ""
    from dockwright.context.hosts.kinds import kind_of

    return kind_of(Path(name).absolute().as_posix(), source)  # a workflow is known by its folder


def _below(start: Path, hosts: bool, top: Path | None) -> Iterator[str]:
    here = Path.cwd()
    ignores = _Ignores(here / start, top)
    waiting = [start]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        place = here / folder
        ignores.read(place, ".gitignore")
        folders = []
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _SKIPPED and not ignores.hides(place / entry.name, folder=True):
                    folders.append(folder / entry.name)
            elif is_dockerfile(entry.name) or (hosts and entry.name.lower().endswith(_HOSTS)):  # noqa: SIM102
                if entry.is_file(follow_symlinks=False) and not ignores.hides(place / entry.name):
                    yield str(folder / entry.name)
        waiting += reversed(folders)


class _Ignores:
    """The `.gitignore` files from the root of the repository down to the current folder of the walk."""

    def __init__(self, start: Path, top: Path | None) -> None:
        self._top = top
        self._lines: dict[Path, Lines] = {}
        self._texts: dict[Path, str] = {}
        folders = [start, *start.parents]
        tops = [index for index, folder in enumerate(folders) if (folder / ".git").exists()]
        above = folders[: tops[0] + 1] if tops else []
        if above:
            self.read(above[-1], ".git/info/exclude")
        for folder in reversed(above[1:]):
            self.read(folder, ".gitignore")
        if any(self.hides(folder, folder=True) for folder in above):
            self._lines.clear()  # it was given by name

    def read(self, folder: Path, name: str) -> None:
        """Add a file of patterns in a folder."""
        file = folder / name
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return
        if self._top is not None and not file.resolve().is_relative_to(self._top):
            return
        from dockwright.cli import files
        from dockwright.context.git_patterns import Lines

        if (text := files.read(str(file))) is not None:
            self._texts[folder] = self._texts.get(folder, "") + text + "\n"
            self._lines[folder] = Lines(self._texts[folder])

    def hides(self, path: Path, folder: bool = False) -> bool:
        """Whether git ignores a path in a folder that it does not ignore; the nearest file with a matching pattern
        decides.
        """
        for above in path.parents if self._lines else ():
            lines = self._lines.get(above)
            found = lines.ignores(path.relative_to(above).as_posix(), folder) if lines else None
            if found is not None:
                return found
        return False
