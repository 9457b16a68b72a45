"""Where a name is defined, and where it is mentioned."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp import uris
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

Locations = list[types.Location] | None
Place = types.DefinitionParams | types.DeclarationParams | types.TypeDefinitionParams | types.ReferenceParams


@feature(types.TEXT_DOCUMENT_DEFINITION)
def definition(session: Session, params: types.DefinitionParams) -> Locations:
    """Where the name under the cursor is defined; else what brought it into the image, or the file that COPY takes."""
    return _locations(session, params, "definitions") or _brought(session, params) or _file(session, params)


@feature(types.TEXT_DOCUMENT_DECLARATION)
def declaration(session: Session, params: types.DeclarationParams) -> Locations:
    """The same as its definition: a Dockerfile makes no difference."""
    return _locations(session, params, "definitions")


@feature(types.TEXT_DOCUMENT_TYPE_DEFINITION)
def type_definition(session: Session, params: types.TypeDefinitionParams) -> Locations:
    """The base of the stage under the cursor."""
    return _locations(session, params, "type_definitions")


@feature(types.TEXT_DOCUMENT_REFERENCES)
def references(session: Session, params: types.ReferenceParams) -> Locations:
    """All mentions of the name under the cursor."""
    return _locations(session, params, "references" if params.context.include_declaration else "uses")


@feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
def highlight(session: Session, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """All mentions of the name under the cursor in this document."""
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
    """The instruction that brought what is named under the cursor into the image, and the file that it copied."""
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
    """The file of the build context that is named under the cursor."""
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
