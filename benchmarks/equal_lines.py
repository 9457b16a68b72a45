"""`python -m benchmarks.equal_lines [LINES] [--context] [--places] [--quick] [SHAPE ...]`: keystrokes in equal lines.

CPU time of the server's main thread in ms: median and p95 for each shape of `benchmarks/shapes.py`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.in_process import Editor
from benchmarks.plan import FILES
from benchmarks.shapes import SHAPES
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.as_json import as_json
from dockwright.plan.plan import plan

ROUNDS = 6
PLACES = ("start", "middle", "end")
SCREEN = 50
"""The number of lines for which an editor asks inlay hints."""

Times = dict[str, dict[str, list[float]]]
"""By place and kind of edit, by what is asked."""


def main() -> None:
    """Measure and print; nothing passes or fails."""
    arguments = sys.argv[1:]
    lines = next((int(each) for each in arguments if each.isdigit()), 3_000)
    wanted = [each for each in arguments if not each.isdigit() and not each.startswith("--")]
    gc.set_threshold(50_000, 20, 20)  # as the server does
    titled = False
    for name, shape in SHAPES.items():
        if wanted and not any(each in name for each in wanted):
            continue
        rounds = 1 if "--quick" in arguments else ROUNDS
        opened, found = asyncio.run(_measured(shape(lines), "--context" in arguments, rounds))
        rows = found if "--places" in arguments else {"": _together(found)}
        columns = next(iter(rows.values()))
        if not titled:
            print(f"{'':36}{'open':>7}", *(f"{each:>13}" for each in columns))
            titled = True
        for place, row in rows.items():
            cells = (f"{_middle(each):6.1f} {_p95(each):6.1f}" for each in row.values())
            print(f"{f'{name} {place}':36}{opened:7.0f}", *cells, flush=True)


async def _measured(source: str, with_context: bool, rounds: int) -> tuple[float, Times]:
    found: Times = {}
    async with _folder(with_context) as root:
        editor = Editor(root)
        await editor.start()
        opened = await editor.open(source)
        last = source.count("\n") - 1
        for place, line in zip(PLACES, (1, last // 2, last), strict=True):
            for kind in ("letter", "Enter"):
                column = len(source.split("\n")[line].rstrip(" \\&"))
                taken = found[f"{place}, {kind}"] = {}
                for round_ in range(rounds + 1):
                    added = "abcdefghij"[round_] if kind == "letter" else "\n"  # a text that is not known yet
                    after = (line, column + 1) if kind == "letter" else (line + 1, 0)
                    for edit in ((line, column), (line, column), added), ((line, column), after, ""):
                        own = await _plan(editor, edit, after)
                        own |= await _editor(editor, edit, after)
                        for name, value in own.items() if round_ else ():
                            taken.setdefault(name, []).append(value)
        await editor.close()
    return opened, found


_Edit = tuple[tuple[int, int], tuple[int, int], str]


async def _plan(editor: Editor, edit: _Edit, after: tuple[int, int]) -> dict[str, float]:
    """Type, ask for the plan before anything else, and take it back."""
    start, end, text = edit
    found = {"edit": await editor.edit(start, end, text)}
    snapshot: Snapshot = editor.server.session.documents[editor.uri].snapshot  # type: ignore[assignment]
    began = time.thread_time()
    snapshot.model  # noqa: B018 - this is what is measured
    found["model"] = (time.thread_time() - began) * 1000
    began = time.thread_time()
    made = plan(snapshot.model, snapshot.context)
    found["plan"] = (time.thread_time() - began) * 1000
    assert made
    as_json(made)
    found["plan, JSON"] = (time.thread_time() - began) * 1000
    return found


async def _editor(editor: Editor, edit: _Edit, at: tuple[int, int]) -> dict[str, float]:
    """What VS Code asks for after a keystroke, in its order."""
    found: dict[str, float] = {}
    if not edit[2]:
        at = edit[0]
    screen = {"start": {"line": max(at[0] - SCREEN // 2, 0), "character": 0}}
    screen["end"] = {"line": at[0] + SCREEN // 2, "character": 0}
    found["findings"] = (await editor.diagnostics())[0]
    found["complete"] = (await editor.at("completion", at))[0]
    found["hover"] = (await editor.at("hover", (at[0], 1)))[0]
    found["tokens"] = (await editor.tokens())[0]
    found["symbols"] = (await editor.at("documentSymbol"))[0]
    found["folding"] = (await editor.at("foldingRange"))[0]
    found["lenses"] = (await editor.at("codeLens"))[0]
    found["hints"] = (await editor.at("inlayHint", range=screen))[0]
    found["view"] = (await editor.plan(["view", "here"], at))[0]
    return found


def _together(found: Times) -> dict[str, list[float]]:
    merged: dict[str, list[float]] = {}
    for row in found.values():
        for name, values in row.items():
            merged.setdefault(name, []).extend(values)
    return merged


@asynccontextmanager
async def _folder(wanted: bool) -> AsyncIterator[Path | None]:
    """A build context with a thousand files, if wanted."""
    if not wanted:
        yield None
        return
    with TemporaryDirectory() as name:
        for path in FILES:
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text("x" * 100, encoding="utf-8")
        yield Path(name)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
