"""Diagnostics for clients that ask for them."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

OPTIONS = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="dockwright")


@feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)
def diagnostic(session: Session, params: types.DocumentDiagnosticParams) -> dict[str, Any]:
    """All findings, or word that they are still those that the client has."""
    document = session.document(params.text_document.uri)
    if document is None:
        return {"kind": "full", "items": []}
    result_id = f"{document.serial}.{document.edits}.{session.generation}"
    if params.previous_result_id == result_id:
        return {"kind": "unchanged", "resultId": result_id}
    return {"kind": "full", "resultId": result_id, "items": session.server.diagnostics(document)}
