"""References in host files, open or on disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.frozen import frozen, replace
from dockwright.lsp import uris
from dockwright.lsp.document import Document
from dockwright.lsp.session import Session
from dockwright.text import Span, Text

if TYPE_CHECKING:
    from dockwright.context.hosts.reference import Reference
    from dockwright.context.survey import Survey
    from dockwright.context.values import Build
    from dockwright.ide.hosts.renaming import Known

LARGEST = 2_000_000


@frozen(eq=False)
class File:
    """A file that is open, or on disk; then it has no version."""

    uri: str
    text: Text
    snapshot: Any = None
    version: int | None = None

    @staticmethod
    def of(document: Document) -> File:
        """An open document."""
        return File(document.uri, document.snapshot.text, document.snapshot, document.version)

    def is_current(self, session: Session) -> bool:
        """Whether an open document still has this text; a file on disk is assumed to."""
        document = session.documents.get(self.uri)
        return self.version == (document.version if document is not None else None)


def opened(session: Session, place: str) -> dict[str, Document]:
    """The open host files of a workspace with known builds, by path."""
    found = {}
    for document in session.documents.values():
        context: Any = getattr(document.snapshot, "context", None)
        if document.host_kind and context is not None and context.place == place:
            found[context.path] = document
    return found


def known_to(session: Session, context: Any) -> Known | None:
    """The builds of a Dockerfile, including those of open host files with unsaved changes."""
    from dockwright.ide.hosts.renaming import Known, merged

    if context is None:
        return None
    hosts = [(path, document.snapshot.context.builds) for path, document in opened(session, context.place).items()]  # type: ignore[union-attr]
    return merged(Known(context.builds, context.neighbours), hosts, context.dockerfile)


def part(host: Document, dockerfile: str) -> Document | None:
    """The Dockerfile within a host file that something stands for, as long as the file is the same."""
    facts: Any = host.snapshot.context  # type: ignore[union-attr]
    if dockerfile not in facts.held or facts.text != host.snapshot.text.string:
        return None
    index = [*facts.held].index(dockerfile)
    return host.inline[index] if len(host.inline) == len(facts.held) else None


def builds_within(document: Document) -> list[Build]:
    """The builds of a Dockerfile that stands within a file, as its host file knows them."""
    facts: Any = getattr(document.file.snapshot, "context", None)
    held = getattr(facts, "held", {})
    name = next((each for each, one in held.items() if one.value == getattr(document, "value", "")), None)
    return [build for build in facts.builds if build.dockerfile == name] if name is not None else []


async def known_within(session: Session, document: Document) -> tuple[Known, str]:
    """What builds know of a Dockerfile that stands within a file as it is now, and the path of that file."""
    context: Any = getattr(document.snapshot, "context", None)
    path = context.dockerfile if context is not None else uris.name(document.uri)
    survey = session.world.contexts.known(context.place) if context is not None else None
    value, text = getattr(document, "value", ""), document.file.snapshot.text.string
    return await asyncio.to_thread(_known_within, survey, path, text, value), path


def _known_within(survey: Survey | None, path: str, text: str, value: str) -> Known:
    from dockwright.context.builds.readers import reader_of
    from dockwright.context.inline_dockerfiles import same_text
    from dockwright.context.values import Workspace
    from dockwright.ide.hosts.renaming import Known

    before = survey.workspace if survey is not None else Workspace({}, lambda other: None)
    workspace = Workspace({**before.files, path: len(text)}, lambda one: text if one == path else before.read(one))
    reader = reader_of(path)
    builds = [*reader(path, text, workspace)] if reader is not None and value else []
    builds += [build for build in survey.discovered.inline if build.file != path] if survey is not None else []
    own = tuple(build for build in builds if build.inline and same_text(build.inline, value))
    return Known(own, tuple(build for build in builds if build not in own))


async def dockerfile(session: Session, host: Document, path: str) -> File | None:
    """A Dockerfile that a host file names: the open document, or read from disk, in its build context."""
    facts: Any = host.snapshot.context  # type: ignore[union-attr]
    for document in session.documents.values():
        context: Any = getattr(document.snapshot, "context", None)
        if (
            document.is_dockerfile
            and context is not None
            and (context.place, context.dockerfile) == (facts.place, path)
        ):
            return File.of(document)
    survey = session.world.contexts.known(facts.place)
    file = await _on_disk(session, facts.place, path)
    if survey is None or not file.text.string:
        return None
    return replace(file, snapshot=await asyncio.to_thread(_in_context, survey, path, file.text.string))


async def _on_disk(session: Session, place: str, path: str) -> File:
    """A file on disk; empty if it is open with another text, or cannot be read."""
    uri = uris.from_path(os.path.join(place, path))  # noqa: PTH118
    text = await asyncio.to_thread(_text, Path(place, path)) or ""
    document = session.documents.get(uri)
    if document is not None and document.snapshot.text.string.replace("\r\n", "\n") != text:
        text = ""
    return File(uri, Text.of(text), version=document.version if document is not None else None)


def _in_context(survey: Survey, path: str, text: str) -> Any:
    from dockwright.context.sources import sources
    from dockwright.ide.snapshot import Snapshot

    snapshot = Snapshot.of(text)
    return snapshot.placed(survey.context(path, sources(snapshot.tree)))


async def files_of(session: Session, context: Any, places: Iterable[Reference]) -> list[tuple[File, list[Span]]] | str:
    """The files of these references with their ranges; a message if one has changed since it was read."""
    found: list[tuple[File, list[Span]]] = []
    by_file: dict[str, list[Reference]] = {}
    for one in places:
        by_file.setdefault(one.file, []).append(one)
    hosts = opened(session, context.place) if context is not None else {}
    for path, ours in by_file.items():
        document = hosts.get(path)
        file = File.of(document) if document is not None else await _on_disk(session, context.place, path)
        stale = document is not None and document.snapshot.context.text != file.text.string  # type: ignore[union-attr]
        if stale or any(file.text.slice(one.span) != one.value for one in ours):
            return f"`{path}` has just changed; try the rename again"
        found.append((file, sorted({one.span for one in ours})))
    return found


async def references(
    session: Session, place: str, builds: Iterable[Build], kinds: tuple[str, ...], name: str
) -> list[tuple[File, Span]]:
    """The references in builds; an empty `name` means all of the kinds. Changed ones are left out."""
    from dockwright.ide.hosts.navigation import is_same

    def is_meant(one: Reference) -> bool:
        return one.kind in kinds and (not name or is_same(one.kind, one.value, name))

    builds = list(builds)
    dockerfiles = {build.dockerfile for build in builds}
    hosts = opened(session, place)
    found: list[tuple[File, Span]] = []
    for document in hosts.values():
        snapshot: Any = document.snapshot
        for each in snapshot.places:
            if is_meant(each.reference) and any(build.dockerfile in dockerfiles for build in each.builds):
                found.append((File.of(document), each.span))
    wanted: dict[str, dict[Reference, None]] = {}
    for one in (one for build in builds for one in build.references if one.file not in hosts and is_meant(one)):
        wanted.setdefault(one.file, {})[one] = None
    for path, ours in wanted.items():
        file = await _on_disk(session, place, path)
        found += [(file, one.span) for one in ours if one.obstacle or file.text.slice(one.span) == one.value]
    return found


def _text(path: Path) -> str | None:
    """A file as surveys read it: with normalized line breaks."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return None
