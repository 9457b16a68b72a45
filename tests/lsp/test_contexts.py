"""What it costs to find the contexts of many open documents."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dockwright.config import Config
from dockwright.lsp.client import Client
from dockwright.lsp.contexts import Contexts
from dockwright.lsp.document import Document


def test_the_last_of_many_documents_costs_what_the_first_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = 0
    resolve = os.path.realpath

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal resolved
        resolved += 1
        return resolve(*arguments, **named)

    monkeypatch.setattr(os.path, "realpath", counted)
    documents: dict[str, Document] = {}
    server = SimpleNamespace(dirty={}, refresh=lambda changed: None, log=print)
    session: Any = SimpleNamespace(documents=documents, server=server, folder=lambda uri: tmp_path.as_uri())

    async def open_all() -> list[int]:
        tasks: list[asyncio.Task[None]] = []
        contexts = Contexts(session, lambda work: tasks.append(asyncio.create_task(work)))
        costs = []
        for number in range(20):
            before = resolved
            uri = (tmp_path / str(number) / "Dockerfile").as_uri()
            documents[uri] = Document(uri, 1, "dockerfile", "FROM alpine\nCOPY a /a\n", Client(), Config())
            contexts.look(documents[uri])
            await asyncio.gather(*tasks)
            assert documents[uri].context is not None
            costs.append(resolved - before)
        return costs

    costs = asyncio.run(open_all())
    assert 0 < costs[-1] <= costs[0]
