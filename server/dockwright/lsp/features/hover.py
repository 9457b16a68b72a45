"""Hover."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp import convert
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session


@feature(types.TEXT_DOCUMENT_HOVER)
def hover(session: Session, params: types.HoverParams) -> types.Hover | None:
    """The hover of a word; None if there is nothing to show."""
    document = session.at(params.text_document.uri, params.position)
    if document is None or not (document.is_dockerfile or document.is_ignore_file or document.host_kind):
        return None
    module = "ignore_files.snapshot" if document.is_ignore_file else "hover.hover"
    find = ask("hosts.navigation" if document.host_kind else module, "hover")
    found = find(document.snapshot, document.offset(params.position)) if find else None
    return convert.hover(document, found) if found else None
