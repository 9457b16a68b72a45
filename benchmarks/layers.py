"""The time of each layer per keystroke, in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from dockwright.config import Config
from dockwright.ide.snapshot import Snapshot
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.text import Edit, Span

LAYERS = ("text", "split and parse", "model", "rules", "protocol", "at a pause")


def keystroke(source: str, offset: int, rounds: int) -> list[float]:
    """The median milliseconds of each of LAYERS over some keystrokes in one instruction, each followed by a pause."""
    document = Document("file:///nowhere/Dockerfile", 1, "dockerfile", source, Client(), Config())
    diagnostics.items(document)
    times: list[list[float]] = [[] for _ in LAYERS]
    for index in range(rounds):
        edit = Edit(Span(offset, offset), "x") if index % 2 == 0 else Edit(Span(offset, offset + 1), "")
        before = document.snapshot
        assert isinstance(before, Snapshot)
        text = _timed(lambda before=before, edit=edit: before.text.edited(edit))  # type: ignore[misc]
        tree = _timed(
            lambda document=document, before=before, edit=edit: setattr(document, "snapshot", before.edited([edit]))
        )  # type: ignore[misc]
        steps = [text, max(tree - text, 0.0)]
        steps += [_timed(lambda name=name: getattr(document.snapshot, name)) for name in ("model", "typed_report")]  # type: ignore[misc]
        document.typing, document.by_key, document.rested = edit.span.start, True, False
        steps += [_timed(lambda: diagnostics.items(document)), _timed(document.rest)]
        for found, step in zip(times, steps, strict=True):
            found.append(step)
    return [statistics.median(found) for found in times]


def opening(source: str) -> float:
    """Milliseconds from a text to its diagnostics as JSON."""
    document: list[Document] = []
    taken = _timed(lambda: document.append(Document("file:///x", 1, "dockerfile", source, Client(), Config())))
    return taken + _timed(lambda: diagnostics.items(document[0]))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
