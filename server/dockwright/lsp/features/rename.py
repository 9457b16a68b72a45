"""Renaming; a refusal is an error with a message that the editor shows."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from dockwright.lsp import changes, hosts
from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Edit

_YES = "Rename"
OPTIONS = types.RenameOptions(prepare_provider=True)


@feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
def prepare(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be renamed."""
    if (host := session.host_at(params.text_document.uri, params.position)) is not None:
        place, _, _ = _meant(host, params.position)
        return types.PrepareRenamePlaceholder(host.range(place.span), host.snapshot.text.slice(place.span))
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.rename", "prepare")
    if document is None or find is None:
        return None
    known = hosts.known_to(session, getattr(document.snapshot, "context", None))
    found = find(document.snapshot, document.offset(params.position), known)
    _refuse(found)
    return types.PrepareRenamePlaceholder(document.range(found.span), found.name)


@feature(types.TEXT_DOCUMENT_RENAME, OPTIONS)
async def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename a symbol, also in host files; if it may be used elsewhere, the user is asked first."""
    host = session.host_at(params.text_document.uri, params.position)
    if host is not None:
        _, dockerfile, offset = _meant(host, params.position)
        file = await hosts.dockerfile(session, host, dockerfile)
    elif (document := session.dockerfile_at(params.text_document.uri, params.position)) is not None:
        if document.file is not document:
            return await _within_a_file(session, document, params)
        offset, file = document.offset(params.position), hosts.File.of(document)
    else:
        return None
    find, question, others = (ask("symbols.rename", name) for name in ("rename", "question", "places"))
    if file is None or find is None or question is None or others is None:
        return None
    known = hosts.known_to(session, getattr(file.snapshot, "context", None))
    found = find(file.snapshot, offset, params.new_name, known)
    _refuse(found)
    elsewhere = await hosts.files_of(session, file.snapshot.context, others(file.snapshot, offset, known))
    if isinstance(elsewhere, str):
        raise _failure(elsewhere)
    await _ask_author(session, question(file.snapshot, offset))
    for each in (file, *(each for each, _ in elsewhere)):
        if not each.is_current(session):
            raise JsonRpcContentModified("The document has changed since the rename was asked for")
    edits = [(file, found), *((each, [Edit(span, params.new_name) for span in spans]) for each, spans in elsewhere)]
    return changes.of_files(session.client, edits)


async def _within_a_file(
    session: Session, document: Document, params: types.RenameParams
) -> types.WorkspaceEdit | None:
    """The edits for an embedded Dockerfile."""
    find, question = ask("symbols.rename", "rename"), ask("symbols.rename", "question")
    if find is None or question is None:
        return None
    version, offset = document.version, document.offset(params.position)
    found = find(document.snapshot, offset, params.new_name, None)
    _refuse(found)
    await _ask_author(session, question(document.snapshot, offset))
    if session.dockerfile_at(document.uri, params.position) is not document or document.version != version:
        raise JsonRpcContentModified("The document has changed since the rename was asked for")
    if document.written(found) is None:
        raise _failure("The new text cannot be written exactly into the file that this Dockerfile stands in.")
    return changes.of_edits(document, found)


def _meant(host: Document, position: types.Position) -> tuple[Any, str, int]:
    find = ask("hosts.navigation", "meant")
    found = find(host.snapshot, host.offset(position)) if find else "This is not served."
    if isinstance(found, str):
        raise _failure(found)
    place, dockerfile, offset = found
    return place, dockerfile, offset


async def _ask_author(session: Session, question: str) -> None:
    """Ask the user if necessary; raises an error unless the user agrees."""
    if question and not await _agreed(session, question):
        raise _failure(f"{question} It was not renamed.")


async def _agreed(session: Session, question: str) -> bool:
    """Whether the user agrees; a client that cannot ask counts as no."""
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
        raise _failure(reason)


def _failure(reason: str) -> JsonRpcException:
    return JsonRpcException(reason, code=types.LSPErrorCodes.RequestFailed.value)
