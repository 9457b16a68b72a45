"""Git's history of build contexts, read in the background once per checked-out commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dockwright.context.build_context import Context
    from dockwright.lsp.document import Document
    from dockwright.lsp.session import Session
    from dockwright.plan.copy_changes import CopyChanges
    from dockwright.semantics.stage import Body

PAUSE = 1.0
"""Seconds without a keystroke before the numbers are computed again."""
FRESH = 30.0
"""Seconds before git is asked again which commit is checked out."""
MOST_COMMITS = 200
SECONDS = 5.0
"""Time limit for git to list changes; if it takes longer, nothing is shown."""
_COUNTED = frozenset({"FROM", "COPY", "ADD", "ARG", "ENV", "WORKDIR", "ONBUILD"})


class _History(NamedTuple):
    looked: float
    head: str | None
    commits: list[list[str]] | None


class _Counted(NamedTuple):
    made_from: Any
    changes: CopyChanges | None


class Histories:
    """Caches commits by folder and numbers by document."""

    def __init__(self, session: Session, start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._session = session
        self._start = start
        self._commits: dict[Path, _History] = {}
        self._counts: dict[str, _Counted] = {}
        self._busy: set[str] = set()

    def of(self, document: Document) -> CopyChanges | None:
        """The numbers for a Dockerfile, if already known; otherwise they are computed in the background."""
        context: Context | None = getattr(document.snapshot, "context", None)
        if context is None or not context.place or not context.sure or not document.config.inlay_hints.cache_history:
            return None
        root = Path(context.place, context.contents.root)
        counted, history = self._counts.get(document.uri), self._commits.get(root)
        is_fresh = history is not None and time.monotonic() - history.looked < FRESH
        if not is_fresh or counted is None or counted.made_from != _made_from(document, history):
            self._look(document, root)
        return counted.changes if counted else None

    def _look(self, document: Document, root: Path) -> None:
        if document.uri not in self._busy:
            self._busy.add(document.uri)
            self._start(self._work(document, root))

    async def _work(self, document: Document, root: Path) -> None:
        try:
            edits = -1
            while edits != document.edits:
                edits = document.edits
                await asyncio.sleep(PAUSE)
            self._counts = {uri: found for uri, found in self._counts.items() if uri in self._session.documents}
            if self._session.documents.get(document.uri) is not document:
                return
            history = self._commits[root] = await asyncio.to_thread(_history, root, self._commits.get(root))
            made_from = _made_from(document, history)
            before = self._counts.get(document.uri)
            if before is not None and before.made_from == made_from:
                return
            snapshot: Any = document.snapshot
            text, context, given = snapshot.text.string, snapshot.context, snapshot.build_args
            found = await asyncio.to_thread(_count, text, context, given, history.commits) if history.commits else None
            self._counts[document.uri] = _Counted(made_from, found)
            if found != (before.changes if before else None) and self._session.client.refreshes_hints:
                self._session.server.messages.ask("workspace/inlayHint/refresh")
        finally:
            self._busy.discard(document.uri)


def _made_from(document: Document, history: _History | None) -> Any:
    """What the numbers of a document depend on: nothing in a RUN or a comment."""
    snapshot: Any = document.snapshot
    told = [_told(stage.body) for stage in snapshot.model.stages]
    return document.serial, snapshot.context, snapshot.build_args, told, history and history.head


def _told(body: Body) -> tuple[str, ...]:
    found: tuple[str, ...] | None = body.memo.get("counted")
    if found is None:
        found = body.memo["counted"] = tuple(unit.text if unit.name in _COUNTED else "" for unit in body.units)
    return found


def _history(root: Path, known: _History | None) -> _History:
    """The last commits below a folder; cached while the same commit is checked out."""
    from dockwright.context.git_history import changes, head

    now = head(root)
    if known is not None and known.head == now:
        return known._replace(looked=time.monotonic())
    commits = changes(root, "", MOST_COMMITS, SECONDS) if now else None
    return _History(time.monotonic(), now, commits)


def _count(text: str, context: Context, given: Mapping[str, str], commits: list[list[str]]) -> CopyChanges | None:
    from dockwright.plan.copy_changes import copy_changes
    from dockwright.semantics.base_state import base_state
    from dockwright.semantics.model import analyse
    from dockwright.syntax.tree import parse

    model = analyse(parse(text), build_args=given, base_state=base_state)
    return copy_changes(model, model.stages[-1], context, commits) if model.stages else None
