"""The image that a document makes, before it is built."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.plan")
def plan(session: Session, uri: object = None, position: object = None, *_: object) -> dict[str, Any] | None:
    """The image that the last stage makes as Markdown and as JSON, and, at a position, what holds there.

    JSON as `dockwright plan --json` writes it; nothing where the document has no stage.
    """
    from dockwright.plan.as_json import as_json, config
    from dockwright.plan.as_text import as_markdown, configuration_as_markdown
    from dockwright.plan.plan import before, plan

    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.plan takes the uri of an open Dockerfile")
    snapshot = document.snapshot
    found = plan(snapshot.model, snapshot.context)  # type: ignore[union-attr,arg-type]
    if found is None:
        return None
    answer: dict[str, Any] = {"markdown": as_markdown(found), "plan": as_json(found)}
    line, character = (position.get("line"), position.get("character")) if isinstance(position, dict) else (None, None)
    if isinstance(line, int) and isinstance(character, int):
        here = before(snapshot.model, document.offset(types.Position(line, character)))  # type: ignore[union-attr]
        if here is not None:
            answer["here"] = {"markdown": configuration_as_markdown(here), "config": config(here)}
    return answer
