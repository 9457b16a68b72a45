"""Merges every group of RUNs of a document."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.edits import applied
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.mergeAllRuns")
async def merge_all_runs(session: Session, uri: object = None, *_: object) -> dict[str, str] | None:
    """Merge everything possible in all stages; shows a message if there is nothing, or it was not applied.

    The user asked for it by name, and so accepts the effect on the cache; editors use that name for undo.
    """
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.mergeAllRuns takes the uri of an open Dockerfile")
    find = ask("actions.code_action", "merge_all_runs")
    action = find(document.snapshot) if find else None
    if action is None:
        return {"message": document.say("No consecutive RUN instructions can be merged without changing what they do")}
    return await applied(session, document, action.edits, action.title)
