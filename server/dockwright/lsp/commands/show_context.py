"""Shows the build context of a Dockerfile or of an ignore file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp import uris
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.context.contents import Contents
    from dockwright.context.survey import Survey
    from dockwright.l10n.parts import Say
    from dockwright.syntax.tree import Tree


@command("dockwright.showContext")
async def show_context(session: Session, given: object = None, *_: object) -> dict[str, Any]:
    """The most likely context with its files, and the other candidates; folders are read in the background."""
    uri = given.get("uri") if isinstance(given, dict) else given
    document = session.document(uri) if isinstance(uri, str) else None
    path = uris.to_path(document.uri) if document else None
    if document is None or path is None or not (document.is_dockerfile or document.is_ignore_file):
        raise JsonRpcInvalidParams("Invalid Params: dockwright.showContext takes the uri of an open Dockerfile on disk")
    from dockwright.syntax.tree import parse  # with the first document, not at start-up

    contexts = session.world.contexts
    folder = contexts.root(document)
    root = Path(folder) if folder else Path(path).resolve().parent
    name = Path(path).resolve().relative_to(root).as_posix()
    if document.is_ignore_file:
        found = await asyncio.to_thread(lambda: answer_for_ignore_file(contexts.survey(root), name))
    else:
        text, chosen = document.snapshot.text.string, contexts.chosen(document)
        found = await asyncio.to_thread(lambda: answer(contexts.survey(root), name, parse(text), chosen))
    return _said(found, document.say)


def answer(survey: Survey, dockerfile: str, tree: Tree, choice: str | None = None) -> dict[str, Any]:
    """The answer for a Dockerfile below a workspace folder."""
    from dockwright.context.sources import sources

    found = survey.options(dockerfile, sources(tree), choice)
    chosen = found[0]
    return _shown(survey, survey.contents(chosen)) | {
        "origin": chosen.evidence[0].label if chosen.evidence else chosen.reason,
        "byChoice": chosen.chosen,
        "candidates": [
            {
                "id": candidate.context or ".",
                "label": candidate.context or ".",
                "detail": candidate.evidence[0].label if candidate.evidence else candidate.reason,
                "chosen": candidate is chosen,
            }
            for candidate in found
        ],
    }


def answer_for_ignore_file(survey: Survey, path: str) -> dict[str, Any]:
    """The answer for an ignore file below a workspace folder: its context, without the files that it excludes."""
    return _shown(survey, survey.ignored(path)) | {"origin": f"the context of {path}", "byChoice": False}


def _said(found: dict[str, Any], say: Say) -> dict[str, Any]:
    """The answer with its texts in another language."""
    said: dict[str, Any] = {key: say(found[key]) for key in ("origin", "detail", "secret") if key in found}
    for key in {"candidates", "children"} & found.keys():
        said[key] = [_said(one, say) for one in found[key]]
    return {**found, **said}


def _shown(survey: Survey, held: Contents) -> dict[str, Any]:
    from dockwright.context.outline import outline

    children, shortened = outline(held)
    sent = held.sent
    return {
        "label": held.root or ".",
        "root": str(survey.listing.root / held.root),
        "ignoreFile": held.ignore.path if held.ignore else None,
        "files": len(sent),
        "bytes": sum(entry.size for entry in sent),
        "partial": bool(survey.listing.partial) or shortened,
        "children": children,
    }
