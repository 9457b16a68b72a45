"""Where text that no rename edits names a stage or variable, in the files of a workspace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from dockwright.lsp import uris
from dockwright.lsp.hosts import File
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.context.values import Workspace


async def comments(session: Session, file: File, name: str, kind: str) -> list[str]:
    """The comments and documents, as `path:line`."""
    from dockwright.context.name_occurrences import in_prose

    workspace, dockerfile, context = _around(session, file)
    text = file.text.string
    return await asyncio.to_thread(in_prose, workspace, dockerfile, text, context, name, kind)


async def programs(session: Session, file: File, name: str) -> list[str]:
    """The programs, settings and documents that may read a variable."""
    from dockwright.context.name_occurrences import in_programs

    workspace, dockerfile, context = _around(session, file)
    return await asyncio.to_thread(in_programs, workspace, dockerfile, context, name)


def _around(session: Session, file: File) -> tuple[Workspace, str, str]:
    """The workspace, the path of a Dockerfile in it and its context; nothing but the file where it is not known."""
    from dockwright.context.values import Workspace

    context: Any = getattr(file.snapshot, "context", None)
    survey = session.world.contexts.known(context.place) if context is not None and context.place else None
    if survey is None:
        return Workspace({}, lambda path: None), uris.name(file.uri), ""
    return survey.workspace, context.dockerfile, context.contents.root
