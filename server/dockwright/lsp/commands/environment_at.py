"""What is in force at a place of a document."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.environmentAt")
def environment_at(session: Session, uri: object, position: object) -> dict[str, str] | None:
    """Markdown to show, or nothing outside of all stages."""
    from dockwright.ide.environment import environment

    document = session.dockerfile(uri) if isinstance(uri, str) else None
    line, character = (position.get("line"), position.get("character")) if isinstance(position, dict) else (None, None)
    if document is None or not isinstance(line, int) or not isinstance(character, int):
        raise JsonRpcInvalidParams("Invalid Params: dockwright.environmentAt takes an open Dockerfile and a position")
    found = environment(document.snapshot, document.offset(types.Position(line, character)))  # type: ignore[arg-type]
    return {"markdown": found} if found else None
