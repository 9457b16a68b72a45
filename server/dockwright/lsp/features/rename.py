"""Renaming names; a refusal is an error whose message the editor shows."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from dockwright.lsp import changes
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

OPTIONS = types.RenameOptions(prepare_provider=True)


@feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
def prepare(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be renamed."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("symbols.rename", "prepare")
    if document is None or find is None:
        return None
    found = find(document.snapshot, document.offset(params.position))
    _refuse(found)
    return types.PrepareRenamePlaceholder(document.range(found.span), found.name)


@feature(types.TEXT_DOCUMENT_RENAME, OPTIONS)
def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that give a name a new one."""
    document = session.dockerfile(params.text_document.uri)
    find = ask("symbols.rename", "rename")
    if document is None or find is None:
        return None
    found = find(document.snapshot, document.offset(params.position), params.new_name)
    _refuse(found)
    return changes.of_edits(document, found)


def _refuse(found: object) -> None:
    reason = getattr(found, "reason", None)
    if reason is not None:
        raise JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed.value)
