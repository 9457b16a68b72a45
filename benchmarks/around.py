"""`python -m benchmarks.around [LINES ...]`: a keystroke in a RUN with and without a known build context. CPU ms."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.sources import document
from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.findings.engine import select
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span

NAMED = "services: {a: {build: {context: ., additional_contexts: {alpine: ./d1}}}}\n"


def main() -> None:
    """Measure and print; nothing passes or fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _touch(folder)
        plain = Survey(walk(folder))
        (folder / "compose.yaml").write_text(NAMED)
        named = Survey(walk(folder))
        print(f"{'lines':>8}{'sources':>9}{'no context':>12}{'context':>9}{'named contexts':>16}")
        for lines in [int(argument) for argument in sys.argv[1:]] or [30, 300, 3_000, 30_000]:
            text = document(lines)
            tree = parse(text)
            told = [survey.context("Dockerfile", sources(tree), into=asked(tree)) for survey in (plain, named)]
            none, one, other = (_keystroke(text, context) for context in (None, *told))
            print(f"{lines:8}{len(sources(tree)):9}{none:12.2f}{one:9.2f}{other:16.2f}")


def fill(folder: Path, text: str) -> None:
    """Make a build context: files, half of those that a Dockerfile names, and a file that defines the build."""
    _touch(folder)
    for source in sources(parse(text))[::2]:
        place = folder / source.lstrip("/")
        if not set(source) & set("*?[$:\\") and ".." not in source and not place.exists():
            with suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.touch()
    (folder / "Dockerfile").write_text(text)
    (folder / "compose.yaml").write_text(NAMED)


def _touch(folder: Path) -> None:
    for number in range(200):
        (folder / f"d{number % 20}").mkdir(exist_ok=True)
        (folder / f"d{number % 20}" / f"{number}.txt").touch()


def _keystroke(text: str, context: Context | None) -> float:
    snapshot = Snapshot.of(text, select(Config())).placed(context)
    snapshot.groups  # noqa: B018 - an editor has them already
    place = text.rindex("RUN ") + 5
    taken = []
    for _ in range(20):
        for edit in (Edit(Span(place, place), "x"), Edit(Span(place, place + 1), "")):
            started = time.process_time()
            snapshot = snapshot.edited([edit])
            snapshot.groups  # noqa: B018 - this is what is measured
            taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
