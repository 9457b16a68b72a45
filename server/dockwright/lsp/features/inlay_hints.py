"""Inlay hints."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Span


@feature(types.TEXT_DOCUMENT_INLAY_HINT)
def hints(session: Session, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """The hints of the lines that the editor shows."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("inlay_hints", "hints")
    if document is None or find is None:
        return None
    return [
        types.InlayHint(
            document.range(Span(hint.offset, hint.offset)).start, hint.text, tooltip=hint.about, padding_left=True
        )
        for hint in find(document.snapshot, document.span(params.range))
    ]
