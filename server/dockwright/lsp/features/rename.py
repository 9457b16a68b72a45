"""Renaming; a refusal is an error with a message that the editor shows."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from dockwright.lsp import changes, hosts, name_occurrences
from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.lsp.wire.messages import INFO
from dockwright.text import Edit

_YES = "Rename"
OPTIONS = types.RenameOptions(prepare_provider=True)


@feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
async def prepare(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be renamed."""
    if (host := session.host_at(params.text_document.uri, params.position)) is not None:
        place, _, _ = _meant(session, host, params.position)
        return types.PrepareRenamePlaceholder(host.range(place.span), host.snapshot.text.slice(place.span))
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("symbols.rename", "prepare")
    if document is None or find is None:
        return None
    snapshot, offset = document.snapshot, document.offset(params.position)
    if document.file is document:
        known = hosts.known_to(session, getattr(snapshot, "context", None))
    else:
        known, _ = await hosts.known_within(session, document)
    found = find(snapshot, offset, known)
    _refuse(session, found)
    return types.PrepareRenamePlaceholder(document.range(found.span), found.name)


@feature(types.TEXT_DOCUMENT_RENAME, OPTIONS)
async def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename a symbol, also in host files; if it may be used elsewhere, the user is asked first."""
    if (opened := session.documents.get(params.text_document.uri)) is not None:
        await session.world.contexts.settled(opened)
    host = session.host_at(params.text_document.uri, params.position)
    if host is not None:
        _, dockerfile, offset = _meant(session, host, params.position)
        if (part := hosts.part(host, dockerfile)) is not None:
            return await _within_a_file(session, part, offset, params.new_name)
        file = await hosts.dockerfile(session, host, dockerfile)
    elif (document := session.dockerfile_at(params.text_document.uri, params.position)) is not None:
        if document.file is not document:
            return await _within_a_file(session, document, document.offset(params.position), params.new_name)
        offset, file = document.offset(params.position), hosts.File.of(document)
    else:
        return None
    find, others, subject = (ask("symbols.rename", name) for name in ("rename", "places", "subject"))
    if file is None or find is None or others is None or subject is None:
        return None
    known = hosts.known_to(session, getattr(file.snapshot, "context", None))
    found = find(file.snapshot, offset, params.new_name, known)
    _refuse(session, found)
    elsewhere = await hosts.files_of(session, file.snapshot.context, others(file.snapshot, offset, known))
    if isinstance(elsewhere, str):
        raise _failure(session, elsewhere)
    about = subject(file.snapshot, offset)
    await _ask_author(session, file, about)
    for each in (file, *(each for each, _ in elsewhere)):
        if not each.is_current(session):
            raise JsonRpcContentModified(session.say("The document has changed since the rename was requested"))
    edits = [(file, found), *((each, [Edit(span, params.new_name) for span in spans]) for each, spans in elsewhere)]
    if found and params.new_name != about.name:
        # This reads many files, and some editors cancel a request after four seconds.
        session.world.start(_tell_of_prose(session, file, about, params.new_name))
    return changes.of_files(session.client, edits)


async def _within_a_file(
    session: Session, document: Document, offset: int, new_name: str
) -> types.WorkspaceEdit | None:
    """The edits of a Dockerfile that stands within another file, and of what names it there and in others."""
    find, others, subject = (ask("symbols.rename", name) for name in ("rename", "places", "subject"))
    if find is None or others is None or subject is None:
        return None
    version, host, file = document.version, document.file, hosts.File.of(document)
    known, path = await hosts.known_within(session, document)
    found = find(file.snapshot, offset, new_name, known)
    _refuse(session, found)
    places = others(file.snapshot, offset, known)
    elsewhere = await hosts.files_of(session, file.snapshot.context, [one for one in places if one.file != path])
    if isinstance(elsewhere, str):
        raise _failure(session, elsewhere)
    await _ask_author(session, file, subject(file.snapshot, offset))
    if document not in host.inline or document.version != version:
        raise JsonRpcContentModified(session.say("The document has changed since the rename was requested"))
    if (written := document.written(found)) is None:
        raise _failure(session, "Cannot write the new text exactly into the file that contains this Dockerfile")
    named = [Edit(one.span, new_name) for one in places if one.file == path]
    edits = [(each, [Edit(span, new_name) for span in spans]) for each, spans in elsewhere]
    return changes.of_files(session.client, [(hosts.File.of(host), [*written, *named]), *edits])


def _meant(session: Session, host: Document, position: types.Position) -> tuple[Any, str, int]:
    find = ask("hosts.navigation", "meant")
    found = find(host.snapshot, host.offset(position)) if find else "Not supported here"
    if isinstance(found, str):
        raise _failure(session, found)
    place, dockerfile, offset = found
    return place, dockerfile, offset


async def _ask_author(session: Session, file: hosts.File, about: Any) -> None:
    """Ask, where others may know the name; refuse unless the author wants it."""
    if about is None or not about.in_environment:
        return
    question = ask("symbols.rename", "question")
    readers = await name_occurrences.programs(session, file, about.name)
    asked = question(about, readers) if question else ""
    if asked and not await _agreed(session, asked):
        raise _failure(session, f"{asked}; it was not renamed")


async def _tell_of_prose(session: Session, file: hosts.File, about: Any, new_name: str) -> None:
    """Say which comments and documents still have the old name."""
    listed = ask("symbols.rename", "listed")
    found = await name_occurrences.comments(session, file, about.name, about.kind) if about.kind != "heredoc" else []
    if found and listed is not None:
        told = f"{about.name} is now {new_name}; unchanged text still mentions it: {listed(found)}"
        session.server.show(told, INFO)


async def _agreed(session: Session, question: str) -> bool:
    """Whether the user agrees; a client that cannot ask counts as no."""
    request = session.server.protocol.send_request_async
    yes = session.say(_YES)
    actions = [types.MessageActionItem(yes), types.MessageActionItem(session.say("Cancel"))]
    params = types.ShowMessageRequestParams(types.MessageType.Warning, session.say(question), actions)
    try:
        answer = await request(types.WINDOW_SHOW_MESSAGE_REQUEST, params)
    except JsonRpcException:
        return False
    return getattr(answer, "title", None) == yes


def _refuse(session: Session, found: object) -> None:
    reason = getattr(found, "reason", None)
    if reason is not None:
        raise _failure(session, reason)


def _failure(session: Session, reason: str) -> JsonRpcException:
    return JsonRpcException(session.say(reason), code=types.LSPErrorCodes.RequestFailed.value)
