"""Definitions and references."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from dockwright.lsp import convert, hosts, uris
from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Span

if TYPE_CHECKING:
    from dockwright.context.values import Build
    from dockwright.ide.hosts.navigation import Elsewhere

Locations = list[types.Location] | None
Place = types.DefinitionParams | types.DeclarationParams | types.TypeDefinitionParams | types.ReferenceParams


@feature(types.TEXT_DOCUMENT_DEFINITION)
def definition(session: Session, params: types.DefinitionParams) -> Locations:
    """The definition of the name at the cursor; else what created it in the image, or the source file of a COPY."""
    if (host := session.host_at(params.text_document.uri, params.position)) is not None:
        find = ask("hosts.navigation", "definitions")
        return [_elsewhere(session, one) for one in find(host.snapshot, host.offset(params.position))] if find else None
    return _locations(session, params, "definitions") or _brought(session, params) or _file(session, params)


@feature(types.TEXT_DOCUMENT_DECLARATION)
def declaration(session: Session, params: types.DeclarationParams) -> Locations:
    """The same as the definition: a Dockerfile does not distinguish them."""
    return _locations(session, params, "definitions")


@feature(types.TEXT_DOCUMENT_TYPE_DEFINITION)
def type_definition(session: Session, params: types.TypeDefinitionParams) -> Locations:
    """The base of the stage under the cursor."""
    return _locations(session, params, "type_definitions")


@feature(types.TEXT_DOCUMENT_REFERENCES)
async def references(session: Session, params: types.ReferenceParams) -> Locations:
    """All references to the name at the cursor, including those in host files."""
    if (host := session.host_at(params.text_document.uri, params.position)) is not None:
        return await _of_host(session, host, host.offset(params.position))
    found = _locations(session, params, "references" if params.context.include_declaration else "uses")
    document = session.dockerfile_at(params.text_document.uri, params.position)
    name = ask("hosts.dockerfile_names", "named_at")
    context = getattr(document.snapshot, "context", None) if document else None
    if document is None or name is None or context is None or not context.place:
        return found
    named = name(document.snapshot, document.offset(params.position))
    if named is None:
        return found
    builds = hosts.builds_within(document) if document.file is not document else context.builds
    return (found or []) + await _in_hosts(session, context.place, builds, named.kinds, named.name)


async def _of_host(session: Session, host: Document, offset: int) -> Locations:
    """The target of a reference in a host file, its mentions in the Dockerfiles, and all references in host files."""
    at, place_of = ask("hosts.navigation", "spans_in"), ask("hosts.navigation", "elsewhere")
    snapshot: Any = host.snapshot
    if at is None:
        return None
    found: list[types.Location] = []
    for place in snapshot.at(offset)[:1]:
        facts, reference = snapshot.context, place.reference
        for dockerfile in dict.fromkeys(build.dockerfile for build in place.builds):
            model = facts.models.get(dockerfile)
            for span in at(model, reference.kind, reference.value) if model else ():
                read = await asyncio.to_thread(_references, model.tree.text.string, span.start) or [span]
                found += [_elsewhere(session, place_of(facts, dockerfile, each)) for each in read] if place_of else []
            all_builds = facts.builds if dockerfile in facts.held else facts.others
            builds = [build for build in all_builds if build.dockerfile == dockerfile]
            kinds = ("target", "stage") if reference.kind in ("target", "stage") else (reference.kind,)
            name = "" if reference.kind in ("dockerfile", "context", "build") else reference.value
            found += await _in_hosts(session, facts.place, builds, kinds, name)
    named = ask("hosts.build_names", "mentions")
    found += [types.Location(host.uri, host.range(span)) for span in (named(snapshot, offset) if named else ())]
    unique = {(each.uri, each.range.start.line, each.range.start.character): each for each in found}
    return list(unique.values())


def _references(text: str, offset: int) -> list[Span]:
    from dockwright.ide.snapshot import Snapshot
    from dockwright.ide.symbols.navigation import references

    return references(Snapshot.of(text), offset)


async def _in_hosts(
    session: Session, place: str, builds: Iterable[Build], kinds: tuple[str, ...], name: str
) -> list[types.Location]:
    found = await hosts.references(session, place, builds, kinds, name)
    return [
        types.Location(file.uri, convert.range_in(file.text, span, session.client.encoding)) for file, span in found
    ]


def _elsewhere(session: Session, place: Elsewhere) -> types.Location:
    found = convert.range_in(place.text, place.span, session.client.encoding)
    return types.Location(uris.from_path(place.path), found)


@feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
def highlight(session: Session, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """All mentions of the name at the cursor in this document."""
    if (host := session.host_at(params.text_document.uri, params.position)) is not None:
        spans = ask("hosts.navigation", "highlights")
        named = spans(host.snapshot, host.offset(params.position)) if spans else ()
        return [types.DocumentHighlight(host.range(span), types.DocumentHighlightKind.Text) for span in named]
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.navigation", "highlights")
    if document is None or find is None:
        return None
    session.attend(document, params.position.line)
    kinds = {"write": types.DocumentHighlightKind.Write, "read": types.DocumentHighlightKind.Read}
    mentions = find(document.snapshot, document.offset(params.position))
    return [types.DocumentHighlight(document.range(mention.span), kinds[mention.role]) for mention in mentions]


def _locations(session: Session, params: Place, question: str) -> Locations:
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.navigation", question)
    if document is None or find is None:
        return None
    spans = find(document.snapshot, document.offset(params.position))
    return [types.Location(document.uri, document.range(span)) for span in spans]


def _brought(session: Session, params: types.DefinitionParams) -> Locations:
    """The instruction that created the thing named at the cursor in the image, and its source file."""
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.image_origin", "brought")
    if document is None or find is None:
        return None
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    return [
        types.Location(uris.from_path(place.path), start)
        if place.path
        else types.Location(document.uri, document.range(place.span))
        for place in find(document.snapshot, document.offset(params.position))
    ]


def _file(session: Session, params: types.DefinitionParams) -> Locations:
    """The file of the build context that is named at the cursor."""
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("links", "links")
    if document is None or find is None:
        return None
    offset = document.offset(params.position)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    return [
        types.Location(uris.from_path(link.path), start)
        for link in find(document.snapshot)
        if link.path and link.span.touches(offset)
    ]
