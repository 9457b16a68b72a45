"""`python -m benchmarks.plan [LINES ...]`: the time of a plan after a keystroke, median and p95 of CPU time in ms."""

from __future__ import annotations

import gc
import re
import sys
import time

from benchmarks.sources import document
from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.as_json import as_json
from dockwright.plan.plan import plan
from dockwright.text import Edit, Span

SIZES = [30, 300, 3_000, 30_000]
ROUNDS = 30
FILES = ("package.json", "requirements.txt", *(f"src/{number // 40}/{number}.py" for number in range(1_000)))


def main() -> None:
    """Measure and print; nothing passes or fails."""
    gc.set_threshold(50_000, 20, 20)  # as the server does
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    print(f"{'':32}", *(f"{lines:>18,}" for lines in sizes))
    for name, shape in (("one stage", one_stage), ("stages, all built", all_built)):
        for held in (None, context()):
            rows = [_measured(shape(lines), held) for lines in sizes]
            where = "with context" if held else "no context"
            for index, what in enumerate(("first", "plan", "plan and JSON")):
                cells = (f"{row[index][0]:>9.1f}{row[index][1]:>9.1f}" for row in rows)
                print(f"{f'{name}, {where}, {what}':42}", *cells, flush=True)


def one_stage(lines: int) -> str:
    """A file with a single stage: all FROMs but the first are removed."""
    first, *rest = document(lines).splitlines()
    kept = [line for line in rest if not re.match(r"\s*FROM\b", line, re.IGNORECASE)]
    return "\n".join(["FROM debian:12", first if not first.upper().startswith("FROM") else "", *kept]) + "\n"


def all_built(lines: int) -> str:
    """A file whose last stage copies from all the others."""
    text = document(lines)
    count = len(re.findall(r"^\s*FROM\b", text, re.IGNORECASE | re.MULTILINE))
    return text + "\nFROM debian:12\n" + "".join(f"COPY --from={number} /a /b{number}\n" for number in range(count))


def context() -> Context:
    """A build context with a thousand files."""
    listed = dict.fromkeys((*FILES, ".dockerignore"), 100)
    return Context(contents(Workspace(listed, {".dockerignore": "*.log\n"}.get), "", ".dockerignore"), sure=True)


def _measured(source: str, held: Context | None) -> list[tuple[float, float]]:
    gc.collect()
    snapshot = Snapshot.of(source, context=held)
    started = time.process_time()
    as_json(_plan(snapshot, held))
    first = (time.process_time() - started) * 1000
    taken: list[list[float]] = [[], []]
    for index in range(ROUNDS):
        at = snapshot.text.string.index("\n", len(source) * (index + 1) // (ROUNDS + 2))
        for mark in "xy":
            snapshot = snapshot.edited([Edit(Span(at, at), mark)])
            snapshot.model  # noqa: B018
            started = time.process_time()
            made = _plan(snapshot, held)
            middle = time.process_time()
            as_json(made)
            taken[0].append((middle - started) * 1000)
            taken[1].append((time.process_time() - started) * 1000)
    return [(first, first), *((sorted(each)[len(each) // 2], sorted(each)[len(each) * 95 // 100]) for each in taken)]


def _plan(snapshot: Snapshot, held: Context | None):  # type: ignore[no-untyped-def]
    return plan(snapshot.model, held)


if __name__ == "__main__":
    main()
