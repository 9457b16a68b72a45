"""Asking the client to change a document."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from dockwright.lsp import changes
from dockwright.lsp.document import Document
from dockwright.lsp.session import Session
from dockwright.text import Edit


async def applied(session: Session, document: Document, edits: Sequence[Edit], label: str) -> dict[str, str] | None:
    """The answer of a command that rewrites a document: None, or a message if the client did not apply the edits."""
    if await apply(session, document, edits, label):
        return None
    return {"message": document.say("The editor did not apply the change")}


async def apply(session: Session, document: Document, edits: Sequence[Edit], label: str) -> bool:
    """Whether the client applied the edits."""
    if not session.client.applies_edits:
        return False
    asked = types.ApplyWorkspaceEditParams(changes.of_edits(document, edits), label=label)
    answer = await session.server.protocol.send_request_async(types.WORKSPACE_APPLY_EDIT, asked)
    return bool(getattr(answer, "applied", False))
