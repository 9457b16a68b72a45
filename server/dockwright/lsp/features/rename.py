"""Renaming names; a refusal is an error whose message the editor shows."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from dockwright.lsp import changes
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

_YES = "Rename"
OPTIONS = types.RenameOptions(prepare_provider=True)


@feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
def prepare(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be renamed."""
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.rename", "prepare")
    if document is None or find is None:
        return None
    found = find(document.snapshot, document.offset(params.position))
    _refuse(found)
    return types.PrepareRenamePlaceholder(document.range(found.span), found.name)


@feature(types.TEXT_DOCUMENT_RENAME, OPTIONS)
async def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that give a name a new one; where others may know the name, the author is asked first."""
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find, question = ask("symbols.rename", "rename"), ask("symbols.rename", "question")
    if document is None or find is None or question is None:
        return None
    version, offset = document.version, document.offset(params.position)
    found = find(document.snapshot, offset, params.new_name)
    _refuse(found)
    if asked := question(document.snapshot, offset):
        if not await _agreed(session, asked):
            raise JsonRpcException(f"{asked} It was not renamed.", code=types.LSPErrorCodes.RequestFailed.value)
        if session.dockerfile_at(document.uri, params.position) is not document or document.version != version:
            raise JsonRpcContentModified("The document has changed since the rename was asked for")
    if document.written(found) is None:
        reason = "The new text cannot be written exactly into the file that this Dockerfile stands in."
        raise JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed.value)
    return changes.of_edits(document, found)


async def _agreed(session: Session, question: str) -> bool:
    """Whether the author wants it; a client that cannot ask does not say so."""
    request = session.server.protocol.send_request_async
    actions = [types.MessageActionItem(_YES), types.MessageActionItem("Cancel")]
    params = types.ShowMessageRequestParams(types.MessageType.Warning, question, actions)
    try:
        answer = await request(types.WINDOW_SHOW_MESSAGE_REQUEST, params)
    except JsonRpcException:
        return False
    return getattr(answer, "title", None) == _YES


def _refuse(found: object) -> None:
    reason = getattr(found, "reason", None)
    if reason is not None:
        raise JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed.value)
