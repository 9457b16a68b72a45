"""The predicted image of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.registry import command
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.ide.snapshot import Snapshot
    from dockwright.l10n.parts import Say
    from dockwright.lsp.document import Document


@command("dockwright.plan")
def plan(
    session: Session,
    uri: object = None,
    position: object = None,
    parts: object = None,
    known: object = None,
    *_: object,
) -> dict[str, Any] | None:
    """The image of the last stage, and the state at a position; nothing for a file without a stage.

    Parts of the answer (all but `view` if none are requested): `markdown`; `plan`, as in `dockwright plan --json`;
    `view`, rows to show, with the edges of the stage graph; and `here`. An answer has a `stamp`; a client that sends
    the last one as `known` only gets `here`, unless the text or its surroundings changed.
    """
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.plan takes the uri of an open Dockerfile")
    snapshot: Snapshot = document.snapshot  # type: ignore[assignment]
    if not snapshot.model.stages:
        return None
    wanted = set(parts) if isinstance(parts, list) else {"markdown", "plan", "here"}
    stamp = f"{document.serial}.{document.edits}"
    answer: dict[str, Any] = {"stamp": stamp}
    if wanted & {"markdown", "plan", "view"} and stamp != known:
        answer |= _whole(snapshot, wanted, document.say)
    if "here" in wanted and (found := _here(document, position)) is not None:
        answer["here"] = found
    return answer


def _whole(snapshot: Snapshot, wanted: set[str], say: Say) -> dict[str, Any]:
    from dockwright.ide.stage_graph import stage_graph
    from dockwright.plan.as_json import as_json
    from dockwright.plan.as_text import as_markdown
    from dockwright.plan.as_view import as_view
    from dockwright.plan.plan import plan

    found = plan(snapshot.model, snapshot.context)
    if found is None:
        return {}
    answer: dict[str, Any] = {}
    if "markdown" in wanted:
        answer["markdown"] = as_markdown(found, say)
    if "plan" in wanted:
        answer["plan"] = as_json(found)
    if "view" in wanted:
        edges = [{"from": edge.source, "to": edge.to, "kind": edge.kind} for edge in stage_graph(snapshot)[1]]
        answer["view"] = {**as_view(found, snapshot.model, say), "edges": edges}
    return answer


def _here(document: Document, position: object) -> dict[str, Any] | None:
    """The state at a position; nothing before the first instruction."""
    from dockwright.plan.as_json import config, value_as_json
    from dockwright.plan.as_text import here_as_markdown
    from dockwright.plan.as_view import here_as_view
    from dockwright.plan.at_position import here

    line, character = (position.get("line"), position.get("character")) if isinstance(position, dict) else (None, None)
    if not isinstance(line, int) or not isinstance(character, int):
        return None
    offset = document.offset(types.Position(line, character))
    found = here(document.snapshot.model, offset)  # type: ignore[union-attr]
    if found is None:
        return None
    return {
        **here_as_view(found, document.say),
        "markdown": here_as_markdown(found, document.say),
        "config": config(found.configuration) if found.configuration else None,
        "arguments": [{"name": name, **value_as_json(value)} for name, value in found.arguments.items()],
    }
