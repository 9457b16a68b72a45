"""Applies every safe fix of a document."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.edits import apply
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.fixAll")
async def fix_all(session: Session, uri: object = None, *_: object) -> bool:
    """Apply all safe fixes; returns whether there were any and the client applied them."""
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.fixAll takes the uri of an open Dockerfile")
    find = ask("actions.code_action", "fix_all")
    edits = find(document.snapshot) if find and document.is_checked else ()
    return await apply(session, document, edits, "Fix all") if edits else False
