"""The time to decide about 100,000 paths: `python -m benchmarks.ignore`."""

from __future__ import annotations

import time

from dockwright.context.ignore import reader

LINES = "**/node_modules\n.git\n*.log\n**/*.test.ts\n**/dist\n!packages/keep/dist\n**/.env*\ndocs/**\n**/__pycache__\n"


def main() -> None:
    paths = [f"packages/p{i % 100}/src/part{i % 1000}/file{i}.ts" for i in range(100_000)]
    started = time.perf_counter()
    decider = reader.Decider(reader.read(LINES))
    hidden = sum(decider.ignored(paths))
    print(f"{len(paths):,} paths, {hidden:,} ignored, {time.perf_counter() - started:.3f} s")


if __name__ == "__main__":
    main()
