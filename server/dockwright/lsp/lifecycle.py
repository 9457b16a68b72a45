"""What every server does: start, follow documents and settings, stop."""

from __future__ import annotations

import asyncio
import importlib
import inspect
from collections.abc import Callable, Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.config.files import NAMES
from dockwright.lsp.session import Session, changed_settings

SECTION = "dockwright"
HOT = ("snapshot", "hover.hover", "completion.complete", "actions.code_action")


def initialize(session: Session, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
    """Take over the client's abilities and settings; pygls derives the capabilities from what is registered."""
    session.start(params)
    asyncio.get_running_loop().call_soon(_warm_up, session)
    result: types.InitializeResult = yield from session.server.protocol.lsp_initialize(params)
    result.capabilities.position_encoding = types.PositionEncodingKind(session.client.encoding)
    return result


async def initialized(session: Session, params: types.InitializedParams) -> None:
    """Ask for the settings, and to be told of changes of configuration files."""
    if session.client.watches_files:
        options = {"watchers": [{"globPattern": f"**/{name}"} for name in NAMES] + [{"globPattern": "**/*"}]}
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        session.server.protocol.send_request(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams([registration]))
    await _ask_configuration(session)


def did_open(session: Session, params: types.DidOpenTextDocumentParams) -> None:
    """A document is the client's now, whatever is on disk."""
    document = session.open(params.text_document)
    session.server.dirty[document.uri] = document
    session.world.look(document)


def did_change(session: Session, params: Any) -> None:
    """Apply an edit. The parameters are plain values, because every keystroke sends them."""
    try:
        item = params["textDocument"]
        document = session.documents.get(item["uri"])
        if document is None:
            session.server.log(f"An edit of {item['uri']}, which is not open, was ignored.")
            return
        document.change(item["version"], params["contentChanges"])
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise JsonRpcInvalidParams(f"Invalid Params: textDocument/didChange: {error!r}") from error
    session.server.dirty[document.uri] = document
    session.typed(document)
    if document.is_ignore_file:
        session.world.contexts.look(document)
    else:
        session.world.shellchecks.look(document)


def did_close(session: Session, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document, and take its diagnostics away."""
    uri = params.text_document.uri
    session.server.dirty.pop(uri, None)
    document = session.documents.pop(uri, None)
    if document is not None and document.is_ignore_file:
        session.world.contexts.changed([uri])  # what was typed and not saved counts no longer
    if document is not None and not session.client.pulls_diagnostics:
        session.server.protocol.notify_raw(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, {"uri": uri, "diagnostics": []})


def did_save(session: Session, params: types.DidSaveTextDocumentParams) -> None:
    """What is on disk never differs from what was edited; but whoever saves has finished typing."""
    if document := session.document(params.text_document.uri):
        session.attend(document)


async def did_change_configuration(session: Session, params: types.DidChangeConfigurationParams) -> None:
    """Settings changed: ask for them where the client prefers that, else take what it sent."""
    if session.client.asks_configuration:
        await _ask_configuration(session)
    elif (settings := changed_settings(params.settings)) is not None:
        for folder in session.settings:
            session.configure(folder, settings)
        session.reconfigure()


async def did_change_workspace_folders(session: Session, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went."""
    gone = {folder.uri for folder in params.event.removed}
    session.folders = [uri for uri in session.folders if uri not in gone]
    session.folders += [folder.uri for folder in params.event.added if folder.uri not in session.folders]
    await _ask_configuration(session)


def did_change_watched_files(session: Session, params: types.DidChangeWatchedFilesParams) -> None:
    """Files changed on disk."""
    session.world.changed(list(params.changes))


async def execute_command(session: Session, params: types.ExecuteCommandParams) -> Any:
    """Run a command of `commands/`; wrong arguments are the client's error."""
    handler = session.server.protocol.fm.commands.get(params.command)
    if handler is None:
        raise JsonRpcInvalidParams(f"Invalid Params: there is no command {params.command}")
    try:
        inspect.signature(handler).bind(*(params.arguments or ()))
    except TypeError as error:
        raise JsonRpcInvalidParams(f"Invalid Params: {params.command}: {error}") from error
    result = handler(*(params.arguments or ()))
    return await result if asyncio.iscoroutine(result) else result


HANDLERS: dict[str, Callable[..., Any]] = {
    types.INITIALIZE: initialize,
    types.INITIALIZED: initialized,
    types.TEXT_DOCUMENT_DID_OPEN: did_open,
    types.TEXT_DOCUMENT_DID_CLOSE: did_close,
    types.TEXT_DOCUMENT_DID_SAVE: did_save,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: did_change_workspace_folders,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: did_change_watched_files,
    types.WORKSPACE_EXECUTE_COMMAND: execute_command,
}


async def _ask_configuration(session: Session) -> None:
    """Fetch the settings, for each folder and for the rest."""
    if session.client.asks_configuration:
        folders = ["", *session.folders]
        asked = [types.ConfigurationItem(scope_uri=folder or None, section=SECTION) for folder in folders]
        request = session.server.protocol.send_request_async
        answer = await request(types.WORKSPACE_CONFIGURATION, types.ConfigurationParams(asked))
        for folder, settings in zip(folders, answer or (), strict=False):
            if settings is not None:
                session.configure(folder, settings)
    session.reconfigure()


def _warm_up(session: Session) -> None:
    """Load what the first document needs while the client is still shaking hands."""
    for name in HOT:
        try:
            importlib.import_module(f"dockwright.ide.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"dockwright.ide.{name}":
                session.server.log_crash(f"loading {name}", error)
