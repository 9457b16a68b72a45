"""Selection ranges."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session


@feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
def selections(session: Session, params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
    """One chain of ranges for each cursor."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("selection", "selections")
    if document is None or find is None:
        return None
    found = []
    for position in params.positions:
        chain: types.SelectionRange | None = None
        for span in reversed(find(document.snapshot, document.offset(position))):
            chain = types.SelectionRange(document.range(span), chain)
        if chain is not None:
            found.append(chain)
    return found
