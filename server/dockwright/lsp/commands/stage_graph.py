"""The stages of a document, for clients that draw them."""

from __future__ import annotations

from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command("dockwright.stageGraph")
def stage_graph(session: Session, uri: object) -> dict[str, Any]:
    """Stages with their lines, and edges between them."""
    from dockwright.ide.stage_graph import stage_graph as graph

    document = session.dockerfile(uri) if isinstance(uri, str) else None
    if document is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.stageGraph takes the uri of an open Dockerfile")
    nodes, edges = graph(document.snapshot)  # type: ignore[arg-type]
    return {
        "stages": [
            {"index": node.index, "name": node.name, "base": node.base, "line": node.line, "target": node.target}
            for node in nodes
        ],
        "edges": [{"from": edge.source, "to": edge.to, "kind": edge.kind} for edge in edges],
    }
