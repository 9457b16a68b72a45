"""Code lenses above stages."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session


@feature(types.TEXT_DOCUMENT_CODE_LENS)
def lenses(session: Session, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Lenses with text only: an empty command cannot be clicked."""
    document = session.dockerfile(params.text_document.uri)
    asked = [find for module in ("code_lens", "hosts.lenses") if (find := ask(module, "lenses"))]
    if document is None:
        return None
    return [
        types.CodeLens(document.range(lens.span), types.Command(lens.said(document.say), ""))
        for find in asked
        for lens in find(document.snapshot)
    ]
