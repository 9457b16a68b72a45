"""Selects the build context of a Dockerfile."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.chooseContext")
def choose_context(session: Session, uri: object = None, context: object = None, *_: object) -> bool:
    """Use a folder as the context until the server ends; False if it is outside of the workspace."""
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None or not isinstance(context, str):
        raise JsonRpcInvalidParams(
            "Invalid Params: dockwright.chooseContext takes the uri of an open Dockerfile and a folder"
        )
    return session.world.contexts.choose(document, context)
