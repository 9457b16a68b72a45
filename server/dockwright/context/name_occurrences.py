"""Where text that no rename edits names a stage or variable: comments, documentation, programs that read a variable."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.builds.discovery import defines_builds
from dockwright.context.file_names import is_dockerfile
from dockwright.context.values import Workspace

MOST_FILES = 2_000
LARGEST = 200_000
MOST_TOLD = 50
DOCUMENTS = (".md", ".markdown", ".rst", ".adoc", ".txt")
PROGRAMS = (
    ".sh", ".bash", ".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".rb", ".go", ".rs", ".php", ".pl", ".java", ".kt",
    ".cs", ".ex", ".exs", ".lua", ".conf", ".cfg", ".ini", ".toml", ".yml", ".yaml", ".json", ".properties",
    ".template", ".tmpl", ".env", ".service",
)  # fmt: skip
_COMMENT = re.compile(r"(?:^|\s)(?:#|//)(?!!).*")


def in_prose(workspace: Workspace, dockerfile: str, text: str, context: str, name: str, kind: str) -> list[str]:
    """The comments and lines of documentation that name a stage or variable, as `path:line`, the nearest first.

    `text` is the Dockerfile as it is now. Documentation counts that lies beside it, above it or in its context.
    """
    wanted = _wanted(name, kind)
    found = list(_lines(dockerfile, text, wanted, comments=True))
    folder = posixpath.dirname(dockerfile)
    for path in _near(workspace, (folder, context), folder):
        is_document = path.lower().endswith(DOCUMENTS)
        if path != dockerfile and (is_document or defines_builds(path)):
            found += _lines(path, workspace.read(path) or "", wanted, comments=not is_document)
    return found[:MOST_TOLD]


def in_programs(workspace: Workspace, dockerfile: str, context: str, name: str) -> list[str]:
    """The lines of programs, settings, documentation and other Dockerfiles that name a variable, as `path:line`."""
    wanted = _wanted(name, "variable")
    found: list[str] = []
    for path in _near(workspace, (context,), posixpath.dirname(dockerfile)):
        told = (
            path.lower().endswith((*PROGRAMS, *DOCUMENTS)) or is_dockerfile(path) or "." not in path.rpartition("/")[2]
        )
        if told and path != dockerfile:
            found += _lines(path, workspace.read(path) or "", wanted, comments=False)
    return found[:MOST_TOLD]


def _near(workspace: Workspace, below: tuple[str, ...], folder: str) -> list[str]:
    """The files of some folders, and those that lie right in a folder above one."""
    above = {folder}
    while folder:
        folder = posixpath.dirname(folder)
        above.add(folder)
    starts = tuple(f"{each}/" for each in below if each)
    whole = any(not each for each in below)
    found = (
        path
        for path, size in workspace.files.items()
        if size <= LARGEST and (whole or path.startswith(starts) or posixpath.dirname(path) in above)
    )
    own = (path for path in found if not path.startswith(".git/") and "node_modules/" not in path)
    return sorted(own, key=lambda path: (path.count("/"), path))[:MOST_FILES]


def _lines(path: str, text: str, wanted: re.Pattern[str], comments: bool) -> Iterator[str]:
    if len(text) > LARGEST or wanted.search(text) is None:
        return
    for number, line in enumerate(text.splitlines(), 1):
        said = _COMMENT.search(line) if comments else None
        if wanted.search(said[0] if said else "" if comments else line):
            yield f"{path}:{number}"


def _wanted(name: str, kind: str) -> re.Pattern[str]:
    """The name as a word; one that may be a plain English word only where it is sure to be meant."""
    word = rf"(?<![\w.$/-]){re.escape(name)}(?![\w-])"
    shell = rf"\$\{{?{re.escape(name)}\b"
    if not name.islower() or re.search(r"[_\d-]", name):
        return re.compile(rf"{word}|{shell}", re.IGNORECASE if kind == "stage" else 0)
    if kind != "stage":
        return re.compile(rf"{shell}|`{re.escape(name)}`|--build-arg[ =]{re.escape(name)}=")
    before = r"--target[ =]|--from=|\btarget:[ ]*[\"']?|\b(?:stage|target)[ ]+[`\"']?|`"
    return re.compile(rf"(?:{before}){re.escape(name)}\b(?!-)|{word}[`\"']? stage\b", re.IGNORECASE)
