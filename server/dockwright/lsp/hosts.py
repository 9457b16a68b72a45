"""Places in host files, open or on disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dockwright.lsp import uris
from dockwright.lsp.document import Document
from dockwright.lsp.session import Session
from dockwright.text import Span, Text

if TYPE_CHECKING:
    from dockwright.context.hosts.reference import Reference
    from dockwright.context.values import Build

LARGEST = 2_000_000


class Found(NamedTuple):
    """A reference, and the document or text that it stands in."""

    uri: str
    text: Text
    span: Span
    reference: Reference
    document: Document | None


async def references(
    session: Session, place: str, builds: Iterable[Build], kinds: tuple[str, ...], name: str
) -> list[Found]:
    """Where builds name something; `name` may be empty for all of the kinds. What has changed since is left out."""
    from dockwright.ide.hosts.navigation import is_same

    wanted = dict.fromkeys(
        one
        for build in builds
        for one in build.references
        if one.kind in kinds and (not name or is_same(one.kind, one.value, name))
    )
    hosts = (document for document in session.documents.values() if document.host_kind)
    open_hosts = {
        context.path: document
        for document in hosts
        if (context := getattr(document.snapshot, "context", None)) is not None and context.place == place
    }
    found: list[Found] = []
    for file in dict.fromkeys(one.file for one in wanted):
        document = open_hosts.get(file)
        ours = [one for one in wanted if one.file == file]
        if document is not None:
            snapshot: Any = document.snapshot
            dockerfiles = {build.dockerfile for build in builds}
            found += [
                Found(document.uri, snapshot.text, each.span, each.reference, document)
                for each in snapshot.places
                if each.reference.kind in kinds
                and (not name or is_same(each.reference.kind, each.reference.value, name))
                and any(build.dockerfile in dockerfiles for build in each.builds)
            ]
            continue
        path = os.path.join(place, file)  # noqa: PTH118
        text = await asyncio.to_thread(_text, Path(path))
        if text is not None:
            held = Text.of(text)
            found += [
                Found(uris.from_path(path), held, one.span, one, None)
                for one in ours
                if one.obstacle or held.slice(one.span) == one.value
            ]
    return found


def _text(path: Path) -> str | None:
    """A file as surveys read it: line breaks of one character."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return None
