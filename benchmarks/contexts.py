"""How many build contexts are found: `python -m benchmarks.contexts FOLDER [--wrong]`."""

from __future__ import annotations

import collections
import json
import sys
import time
from pathlib import Path

from dockwright.context.discovery import candidates, discover, ignore_file
from dockwright.context.values import Workspace


def workspace(folder: Path) -> Workspace:
    rows = (line.rsplit("\t", 1) for line in (folder / "tree.tsv").read_text(encoding="utf-8").splitlines())
    files = {path: int(size) if size.isdigit() else 0 for path, size in rows}

    def read(path: str) -> str | None:
        place = folder / "files" / path
        return place.read_text(encoding="utf-8", errors="replace") if place.is_file() else None

    return Workspace(files, read)


def main() -> None:
    folder = Path(sys.argv[1])
    expected = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    counts: collections.Counter[tuple[str, bool]] = collections.Counter()
    ignores: collections.Counter[bool] = collections.Counter()
    started = time.perf_counter()
    for repository in sorted({row["repo"] for row in expected}):
        files = workspace(folder / repository)
        builds = discover(files)
        for row in expected:
            if row["repo"] != repository:
                continue
            sources = [source["src"] for source in row["sources"]]
            first = candidates(row["dockerfile"], sources, builds, files)[0]
            right = first.context == row["context"]
            ignores[ignore_file(row["dockerfile"], row["context"], files) == row["ignore_file"]] += 1
            for name in ("all", "sure" if row["sure"] else "unsure", "differs" if row["differs"] else "same"):
                counts[name, right] += 1
            if row["sure"] and row["differs"]:
                counts["sure and differs", right] += 1
            if not right and "--wrong" in sys.argv:
                print(repository, row["dockerfile"], repr(row["context"]), repr(first.context), row["evidence"][:2])
    for name in ("all", "sure", "unsure", "differs", "sure and differs", "same"):
        right, wrong = counts[name, True], counts[name, False]
        print(f"{name:18} {right:4} of {right + wrong:4}  {right / max(1, right + wrong):6.1%}")
    print(f"ignore file        {ignores[True]:4} of {ignores.total():4}   in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
