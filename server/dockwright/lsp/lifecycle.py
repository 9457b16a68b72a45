"""Initialization, document and settings notifications, diagnostics: with plain values, so that none waits for pygls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from dockwright.config.files import NAMES
from dockwright.lsp import inline
from dockwright.lsp.capabilities import initialize_result
from dockwright.lsp.engine import warm_up
from dockwright.lsp.session import Session, changed_settings
from dockwright.lsp.wire.messages import INVALID_PARAMS, Refused

SECTION = "dockwright"


def initialize(session: Session, params: Any) -> dict[str, Any]:
    """Read the client's capabilities and settings, and return those of the server."""
    if not isinstance(params, Mapping) or not isinstance(params.get("capabilities"), Mapping):
        raise Refused(INVALID_PARAMS, "Invalid Params: initialize takes the client's capabilities")
    session.start(params)
    asyncio.get_running_loop().call_soon(_warm_up, session)
    return initialize_result(session.client)


async def initialized(session: Session, _: Any) -> None:
    """Request the settings, and notifications about configuration files."""
    if session.client.watches_files:
        method = "workspace/didChangeWatchedFiles"
        options = {"watchers": [{"globPattern": f"**/{name}"} for name in NAMES] + [{"globPattern": "**/*"}]}
        registration = {"id": "files", "method": method, "registerOptions": options}
        session.server.messages.ask("client/registerCapability", {"registrations": [registration]})
    await _ask_configuration(session)


def did_open(session: Session, params: Any) -> None:
    """A document was opened; its text overrides the file on disk."""
    document = session.open(params["textDocument"])
    session.server.dirty[document.uri] = document
    session.world.look(document)
    session.world.contexts.look_at_hosts(besides=document)


def did_change(session: Session, params: Any) -> None:
    """Apply an edit."""
    item = params["textDocument"]
    document = session.documents.get(item["uri"])
    if document is None:
        session.server.log(f"An edit of {item['uri']}, which is not open, was ignored")
        return
    document.change(item["version"], params["contentChanges"])
    inline.follow(document)
    session.server.dirty[document.uri] = document
    session.typed(document)
    if document.is_ignore_file or document.host_kind:
        session.world.contexts.look(document)
    else:
        session.world.contexts.look_at_hosts()
    session.world.shellchecks.look(document)


def did_close(session: Session, params: Any) -> None:
    """Forget a document, and clear its diagnostics."""
    uri = params["textDocument"]["uri"]
    session.server.dirty.pop(uri, None)
    document = session.documents.pop(uri, None)
    if document is not None and document.is_ignore_file:
        session.world.contexts.changed([uri])  # unsaved changes no longer count
    if document is not None and not session.client.pulls_diagnostics:
        session.server.messages.notify("textDocument/publishDiagnostics", {"uri": uri, "diagnostics": []})


def did_save(session: Session, params: Any) -> None:
    """The text is known from edits; but a user who saves has finished typing."""
    if document := session.document(params["textDocument"]["uri"]):
        session.attend(document)


def diagnostic(session: Session, params: Any) -> dict[str, Any]:
    """All findings of a document, or that they are unchanged since the client's last result."""
    item = params.get("textDocument") if isinstance(params, Mapping) else None
    uri = item.get("uri") if isinstance(item, Mapping) else None
    if not isinstance(uri, str):
        raise Refused(INVALID_PARAMS, "Invalid Params: textDocument/diagnostic takes the uri of a document")
    document = session.document(uri)
    if document is None:
        return {"kind": "full", "items": []}
    result_id = f"{document.serial}.{document.edits}"
    if params.get("previousResultId") == result_id:
        return {"kind": "unchanged", "resultId": result_id}
    return {"kind": "full", "resultId": result_id, "items": session.server.diagnostics(document)}


async def did_change_configuration(session: Session, params: Any) -> None:
    """Settings changed: request them if the client supports that, else use those it sent."""
    if session.client.asks_configuration:
        await _ask_configuration(session)
    elif (settings := changed_settings(params.get("settings"))) is not None:
        for folder in session.settings:
            session.configure(folder, settings)
        session.reconfigure()


async def did_change_workspace_folders(session: Session, params: Any) -> None:
    """Workspace folders were added or removed."""
    event = params["event"]
    gone = {folder["uri"] for folder in event.get("removed") or ()}
    session.folders = [uri for uri in session.folders if uri not in gone]
    added = [folder["uri"] for folder in event.get("added") or ()]
    session.folders += [uri for uri in added if uri not in session.folders]
    await _ask_configuration(session)


def did_change_watched_files(session: Session, params: Any) -> None:
    """Files changed on disk."""
    session.world.changed([change["uri"] for change in params["changes"]])


HANDLERS: dict[str, Callable[..., Any]] = {
    "initialize": initialize,
    "initialized": initialized,
    "textDocument/didOpen": did_open,
    "textDocument/didChange": did_change,
    "textDocument/didClose": did_close,
    "textDocument/didSave": did_save,
    "textDocument/diagnostic": diagnostic,
    "workspace/didChangeConfiguration": did_change_configuration,
    "workspace/didChangeWorkspaceFolders": did_change_workspace_folders,
    "workspace/didChangeWatchedFiles": did_change_watched_files,
}


async def _ask_configuration(session: Session) -> None:
    """Request the settings, for each folder and for files outside."""
    if session.client.asks_configuration:
        folders = ["", *session.folders]
        asked = [{"scopeUri": folder, "section": SECTION} if folder else {"section": SECTION} for folder in folders]
        try:
            answer = await session.server.messages.ask("workspace/configuration", {"items": asked})
        except Refused:
            answer = None
        for folder, settings in zip(folders, answer if isinstance(answer, list) else (), strict=False):
            if settings is not None:
                session.configure(folder, settings)
    session.reconfigure()


def _warm_up(session: Session) -> None:
    """Load what the first document needs while the client initializes."""
    try:
        warm_up(session.settings[""])
    except Exception as error:
        session.server.log_crash("loading", error)
