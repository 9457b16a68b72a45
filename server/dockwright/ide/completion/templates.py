"""Templates of whole Dockerfiles for an empty file, selected by the files in the folder."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.text import Span


def templates(snapshot: Snapshot, offset: int) -> Iterator[Completion]:
    """The templates for the files at the root of the build context; all of them if these are not known."""
    text = snapshot.text
    line = text.line_span(text.line_of(offset))
    typed = text.slice(line)
    if not typed.strip().isalpha() and typed.strip():
        return
    if text.string[line.end :].strip():
        return
    if text.string[: line.start].strip() and not _only_directives(snapshot, line.start):
        return
    known = pages.table("templates")
    there = [name for name in known if _lies(snapshot, name)]
    newline = "\r\n" if "\r\n" in text.string else "\n"
    for order, name in enumerate(there or known):
        content = known[name]["text"].replace("\n", newline)
        if text.string[line.end :]:
            content = content.removesuffix(newline)
        detail = f"complete Dockerfile for {name}"
        span = Span(line.start, offset)
        yield Completion(known[name]["title"], "snippet", span, content, detail=detail, sort_text=f"~{order:02}")


def _lies(snapshot: Snapshot, name: str) -> bool:
    if snapshot.context is None:
        return False
    children = snapshot.context.children("", name.partition("*")[0])
    return any(fnmatchcase(child, name) for child, is_folder in children if not is_folder)


def _only_directives(snapshot: Snapshot, end: int) -> bool:
    directives = snapshot.tree.directives
    return bool(directives) and not snapshot.text.string[directives[-1].span.end : end].strip()
