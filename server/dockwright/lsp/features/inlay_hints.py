"""Inlay hints."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Span


@feature(types.TEXT_DOCUMENT_INLAY_HINT)
def hints(session: Session, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """The hints for the visible lines."""
    document = session.document(params.text_document.uri)
    if document is None or not (document.is_dockerfile or document.is_ignore_file):
        return None
    span = document.span(params.range)
    find = ask("ignore_files.lines" if document.is_ignore_file else "inlay_hints", "hints")
    if find is None:
        return None
    more = document.config if document.is_ignore_file else session.world.histories.of(document)
    found = find(document.snapshot, span, more)
    return [
        types.InlayHint(
            document.range(Span(hint.offset, hint.offset)).start,
            document.say(hint.text) if hint.text.startswith("(") or hint.text == "= (empty)" else hint.text,
            tooltip=document.say(hint.about),
            padding_left=True,
        )
        for hint in found
    ]
