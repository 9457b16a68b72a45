"""Showing what the build context of a Dockerfile holds."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp import uris
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.context.survey import Survey
    from dockwright.syntax.tree import Tree


@command("dockwright.showContext")
async def show_context(session: Session, given: object = None, *_: object) -> dict[str, Any]:
    """The likeliest context with its files, and the other candidates; the folders are read in the background."""
    uri = given.get("uri") if isinstance(given, dict) else given
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    path = uris.to_path(document.uri) if document else None
    if document is None or path is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.showContext takes the uri of an open Dockerfile on disk")
    from dockwright.syntax.tree import parse  # with the first document, not at start

    contexts = session.world.contexts
    folder = contexts.root(document)
    root = Path(folder) if folder else Path(path).resolve().parent
    name = Path(path).resolve().relative_to(root).as_posix()
    text, chosen = document.snapshot.text.string, contexts.chosen(document)
    return await asyncio.to_thread(lambda: answer(contexts.survey(root), name, parse(text), chosen))


def answer(survey: Survey, dockerfile: str, tree: Tree, choice: str | None = None) -> dict[str, Any]:
    """The answer for a Dockerfile below a workspace folder."""
    from dockwright.context.outline import outline
    from dockwright.context.sources import sources

    listing = survey.listing
    found = survey.options(dockerfile, sources(tree), choice)
    chosen = found[0]
    held = survey.contents(chosen)
    children, shortened = outline(held)
    sent = held.sent
    return {
        "label": chosen.context or ".",
        "root": str(listing.root / chosen.context),
        "origin": chosen.evidence[0].label if chosen.evidence else chosen.reason,
        "byChoice": chosen.chosen,
        "ignoreFile": held.ignore.path if held.ignore else None,
        "files": len(sent),
        "bytes": sum(entry.size for entry in sent),
        "partial": bool(listing.partial) or shortened,
        "candidates": [
            {
                "id": candidate.context or ".",
                "label": candidate.context or ".",
                "detail": candidate.evidence[0].label if candidate.evidence else candidate.reason,
                "chosen": candidate is chosen,
            }
            for candidate in found
        ],
        "children": children,
    }
