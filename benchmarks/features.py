"""`python -m benchmarks.features [LINES ...]`: the time of each feature after an edit, in this process; p95 in ms."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.sources import document
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span

SIZES = [30, 300, 3_000, 30_000]
ROUNDS = 40


def main() -> None:
    """Measure and print; nothing passes or fails."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    print("feature".ljust(20), *(f"{lines:>10,}" for lines in sizes))
    tables = [_measured(lines) for lines in sizes]
    for name in tables[0]:
        print(name.ljust(20), *(f"{table[name]:10.2f}" for table in tables))


def _measured(lines: int) -> dict[str, float]:
    source = document(lines)
    taken: dict[str, list[float]] = {}
    snapshot = Snapshot.of(source)
    features = _features()
    for name, ask in features.items():
        ask(snapshot, len(source) // 2)
        for index in range(ROUNDS):
            at = source.index("\n", len(source) * (index + 1) // (ROUNDS + 2))
            edited = snapshot.edited([Edit(Span(at, at), "x")])
            edited.groups  # noqa: B018
            started = time.perf_counter()
            ask(edited, at)
            taken.setdefault(name, []).append((time.perf_counter() - started) * 1000)
    return {name: sorted(found)[int(len(found) * 0.95)] for name, found in taken.items()}


def _features() -> dict[str, Callable[[Snapshot, int], Any]]:
    def at(module: str, name: str) -> Callable[[Snapshot, int], Any]:
        function = getattr(importlib.import_module(f"dockwright.ide.{module}"), name)
        return lambda snapshot, offset: function(snapshot, offset)

    def whole(module: str, name: str, *more: object) -> Callable[[Snapshot, int], Any]:
        function = getattr(importlib.import_module(f"dockwright.ide.{module}"), name)
        return lambda snapshot, offset: function(snapshot, *more)

    return {
        "hover": at("hover.hover", "hover"),
        "completion": at("completion.complete", "complete"),
        "signature": at("signature", "signature"),
        "highlight": at("symbols.navigation", "highlights"),
        "definition": at("symbols.navigation", "definitions"),
        "brought": at("symbols.image_origin", "brought"),
        "prepare rename": at("symbols.rename", "prepare"),
        "selection": at("selection", "selections"),
        "symbols": whole("symbols.outline", "outline"),
        "tokens": whole("tokens.tokens", "tokens", "utf-16"),
        "folding": whole("folding", "folds"),
        "links": whole("links", "links"),
        "lenses": whole("code_lens", "lenses"),
        "hints, one screen": lambda snapshot, offset: _hints(snapshot, offset),
    }


def _hints(snapshot: Snapshot, offset: int) -> object:
    from dockwright.ide.inlay_hints import hints

    return hints(snapshot, Span(offset, offset + 2_000))


if __name__ == "__main__":
    main()
