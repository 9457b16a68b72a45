"""Links to pages of images, to URLs and to files."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp import uris
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session


@feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
def links(session: Session, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """All links of a document."""
    host = session.host(params.text_document.uri)
    document = host or session.dockerfile(params.text_document.uri)
    find = ask("hosts.navigation" if host else "links", "links")
    if document is None or find is None:
        return None
    return [
        types.DocumentLink(document.range(link.span), link.url or uris.from_path(link.path))
        for link in find(document.snapshot)
    ]
