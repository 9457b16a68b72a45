"""Large workspaces: `python -m benchmarks.workspaces [FILES ...]`, by default 200,000 and a million."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.peer import Peer
from benchmarks.sources import ROOT

OURS = [sys.executable, "-m", "dockwright", "lsp", "--stdio"]
SOURCE = "FROM node:22\nCOPY gone.txt /app/\nCOPY . /app/\n"
FILES = {
    "Dockerfile": SOURCE,
    "compose.yaml": "services:\n  app:\n    build: .\n",
    ".dockerignore": "**/node_modules\n*.log\n**/*.test.ts\n",
}


def main() -> None:
    """Measure and print; nothing passes or fails."""
    for count in [int(argument) for argument in sys.argv[1:]] or [200_000, 1_000_000]:
        folder = Path(tempfile.mkdtemp(prefix="dockwright-"))
        try:
            fill(folder, count)
            measure(folder, count)
        finally:
            shutil.rmtree(folder)


def fill(folder: Path, count: int) -> None:
    """Create a workspace with this many empty files, a hundred per folder."""
    for name, text in FILES.items():
        (folder / name).write_text(text)
    for number in range(count // 100):
        place = folder / f"packages/p{number % 100}/src/part{number}"
        place.mkdir(parents=True)
        for file in range(100):
            (place / f"file{file}.ts").touch()


def measure(folder: Path, count: int) -> None:
    """The times for one workspace."""
    peer = Peer(OURS, environment={"PYTHONPATH": str(ROOT / "server")}, root=folder)
    rows: list[tuple[str, str]] = []
    started = time.perf_counter()
    rows.append(("didOpen to the first diagnostics", f"{peer.open(SOURCE):.0f} ms"))
    slowest, known = 0.0, ""
    while "file" not in known:
        asked = time.perf_counter()
        known = str(peer.ask("textDocument/hover", {"textDocument": {"uri": peer.uri}, "position": at(2, 5)}))
        slowest = max(slowest, time.perf_counter() - asked)
        time.sleep(0.01)
    rows.append(("didOpen to a hover that knows the context", f"{(time.perf_counter() - started) * 1000:.0f} ms"))
    rows.append(("slowest hover while files are walked", f"{slowest * 1000:.0f} ms"))
    whole = count < 300_000
    if whole:
        for number in range(3):
            rows.append(_update(peer, folder, number))
    rows.append(("a keystroke afterwards", f"{sorted(peer.key(0, 12, 'x') for _ in range(9))[4]:.1f} ms"))
    status = Path(f"/proc/{peer.process.pid}/status").read_text()
    for name, about in (("VmRSS", "memory"), ("VmHWM", "memory at most")):
        found = re.search(rf"{name}:\s+(\d+) kB", status)
        rows.append((about, f"{int(found[1]) // 1024 if found else 0} MB"))
    peer.close()
    print(f"\n{count:,} files\n")
    for name, value in rows:
        print(f"  {name:44} {value:>10}")
    for message in peer.logged:
        print(f"  said: {message.replace(str(folder), 'FOLDER')}")


def at(line: int, character: int) -> dict[str, int]:
    """The parameters for a position."""
    return {"line": line, "character": character}


def _update(peer: Peer, folder: Path, number: int) -> tuple[str, str]:
    """Create or delete the missing file, and wait until the server reports it."""
    place = folder / "gone.txt"
    gone = place.exists()
    if gone:
        place.unlink()
    else:
        place.touch()
    started = time.perf_counter()
    changes = [{"uri": place.as_uri(), "type": 3 if gone else 1}]
    peer.tell("workspace/didChangeWatchedFiles", {"changes": changes})
    peer.until(lambda found: any(_missing(one) for one in found) is gone)
    what = f"a file {'deleted' if gone else 'made'} to the diagnostics ({number + 1})"
    return what, f"{(time.perf_counter() - started) * 1000:.0f} ms"


def _missing(diagnostic: Any) -> bool:
    return diagnostic.get("code") == "source-not-found"


if __name__ == "__main__":
    main()
