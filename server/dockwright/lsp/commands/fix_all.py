"""Applies every safe fix of a document."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.edits import applied
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.fixAll")
async def fix_all(session: Session, uri: object = None, *_: object) -> dict[str, str] | None:
    """Apply all safe fixes; shows a message if there are none, or they were not applied."""
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.fixAll takes the uri of an open Dockerfile")
    if not document.is_checked:
        return {"message": document.say("This file is not checked: it is a template or not a Dockerfile")}
    find = ask("actions.code_action", "fix_all")
    edits = find(document.snapshot) if find else ()
    if not edits:
        return {"message": document.say("No problem in this file has a safe fix")}
    return await applied(session, document, edits, "Fix all")
