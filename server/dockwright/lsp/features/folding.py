"""Folding ranges."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

KINDS = {"comment": types.FoldingRangeKind.Comment, "region": types.FoldingRangeKind.Region}


@feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
def folding(session: Session, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """Ranges of whole lines."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("folding", "folds")
    if document is None or find is None:
        return None
    return [types.FoldingRange(fold.first, fold.last, kind=KINDS.get(fold.kind)) for fold in find(document.snapshot)]
