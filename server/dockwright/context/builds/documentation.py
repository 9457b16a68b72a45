"""Build commands in documentation and in comments of Dockerfiles: hints that may be outdated."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.builds.build_commands import commands
from dockwright.context.values import Build, Workspace
from dockwright.lazy import pattern

KINDS = ("doc", "comment")
MOST_FILES = 300
LARGEST = 200_000
_MENTIONS = pattern(r"(?:docker|podman|buildah|nerdctl)[ \t][^\n]{0,200}?\bbu(?:il)?d")


def is_document(path: str) -> bool:
    """Whether a file is documentation, by its name."""
    return path.lower().endswith((".md", ".rst", ".adoc", ".mdx", "readme", "readme.txt", "install.txt"))


def hints(dockerfiles: set[str], workspace: Workspace) -> Iterator[Build]:
    """The builds of these Dockerfiles in their comments and in documents; documents nearer to the root come first."""
    for path in sorted(dockerfiles)[:MOST_FILES]:
        text = _text(path, workspace)
        lines = (line.strip() for line in text.splitlines())
        comments = "\n".join(line.lstrip("# ") if line.startswith("#") else "" for line in lines)
        yield from _of(path, comments, "comment", dockerfiles, workspace)
    documents = sorted(filter(is_document, workspace.files), key=lambda path: (path.count("/"), path))
    for path in documents[:MOST_FILES]:
        yield from _of(path, _text(path, workspace), "doc", dockerfiles, workspace)


def _text(path: str, workspace: Workspace) -> str:
    text = workspace.read(path) or "" if workspace.files.get(path, 0) <= LARGEST else ""
    return text if _MENTIONS.search(text) else ""


def _of(path: str, text: str, kind: str, dockerfiles: set[str], workspace: Workspace) -> Iterator[Build]:
    folder = posixpath.dirname(path)
    for base in dict.fromkeys(("", folder, posixpath.dirname(folder))) if text else ():
        for build in commands(path, text, kind, base):
            if build.dockerfile in dockerfiles:
                yield build
