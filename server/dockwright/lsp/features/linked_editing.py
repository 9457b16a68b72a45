"""Linked editing ranges."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session


@feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE)
def linked(session: Session, params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
    """The ranges that change together with the one at the cursor."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("symbols.linked_editing", "linked")
    spans = find(document.snapshot, document.offset(params.position)) if document and find else []
    if not document or not spans:
        return None
    return types.LinkedEditingRanges([document.range(span) for span in spans], word_pattern=r"[\w.-]+")
