"""Workspace symbols: stages of all Dockerfiles in the workspace, by name."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from lsprotocol import types

from dockwright.lsp import uris
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Encoding, Span, Text

if TYPE_CHECKING:
    from dockwright.context.folder_walk import Listing
    from dockwright.ide.symbols.workspace import Named

MOST_FILES = 2_000
MOST_ANSWERS = 500
FRESH = 20.0
"""Seconds during which a folder without an open document is not read again."""


class _Read(NamedTuple):
    """A file that was read: its timestamp and size, its text and its stages."""

    stamp: tuple[int, int]
    text: Text
    stages: list[Named]


class _Memory:
    """What was read in one session."""

    def __init__(self) -> None:
        self.walked: dict[str, tuple[float, Listing]] = {}
        self.read: dict[str, _Read] = {}


_MEMORIES: WeakKeyDictionary[Session, _Memory] = WeakKeyDictionary()


@feature(types.WORKSPACE_SYMBOL)
async def symbols(session: Session, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """The stages that match the query: of open documents as edited, of others as on disk."""
    memory = _MEMORIES.setdefault(session, _Memory())
    found: list[types.WorkspaceSymbol] = []
    seen: set[str] = set()
    for document in list(session.documents.values()):
        place = uris.to_path(document.uri)
        seen.add(str(Path(place).resolve()) if place else document.uri)
        if document.is_dockerfile:
            text = document.snapshot.text
            stages = await asyncio.to_thread(_stages, text)
            found += _fitting(params.query, document.uri, uris.name(document.uri), text, stages, session)
    for folder in session.folders:
        root = uris.to_path(folder)
        if root is None:
            continue
        listing = await asyncio.to_thread(_listing, session, memory, root)
        for path in await asyncio.to_thread(_dockerfiles, listing):
            place = str(listing.root / path)
            if place in seen or len(found) >= MOST_ANSWERS:
                continue
            seen.add(place)
            read = await asyncio.to_thread(_read, memory, listing, path)
            if read is not None:
                found += _fitting(params.query, uris.from_path(place), path, read.text, read.stages, session)
    return found[:MOST_ANSWERS]


def _listing(session: Session, memory: _Memory, root: str) -> Listing:
    from dockwright.context.folder_walk import walk

    known = session.world.contexts.known(root)
    if known is not None:
        return known.listing
    walked = memory.walked.get(root)
    if walked is None or time.monotonic() - walked[0] > FRESH:
        walked = memory.walked[root] = time.monotonic(), walk(Path(root))
    return walked[1]


def _dockerfiles(listing: Listing) -> list[str]:
    from dockwright.context.file_names import is_dockerfile

    return sorted(path for path in listing.files if is_dockerfile(path))[:MOST_FILES]


def _read(memory: _Memory, listing: Listing, path: str) -> _Read | None:
    place = str(listing.root / path)
    try:
        status = (listing.root / path).lstat()
    except OSError:
        return None
    stamp = status.st_mtime_ns, status.st_size
    known = memory.read.get(place)
    if known is None or known.stamp != stamp:
        string = listing.read(path)
        if string is None:
            return None
        text = Text.of(string)
        known = memory.read[place] = _Read(stamp, text, _stages(text))
    return known


def _stages(text: Text) -> list[Named]:
    from dockwright.ide.symbols.workspace import named_stages

    return named_stages(text)


def _fitting(
    query: str, uri: str, path: str, text: Text, stages: list[Named], session: Session
) -> list[types.WorkspaceSymbol]:
    from dockwright.ide.symbols.workspace import fits

    return [
        types.WorkspaceSymbol(
            location=types.Location(uri, _range(text, stage.span, session.client.encoding)),
            name=stage.name,
            kind=types.SymbolKind.Class,
            container_name=path,
        )
        for stage in stages
        if fits(query, stage.name)
    ]


def _range(text: Text, span: Span, encoding: Encoding) -> types.Range:
    start, end = text.position(span.start, encoding), text.position(span.end, encoding)
    return types.Range(types.Position(*start), types.Position(*end))
