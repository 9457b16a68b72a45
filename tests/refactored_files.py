"""The files over which refactorings are tried."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import dockwright.rules
from dockwright.ide.snapshot import Snapshot
from page_files import english
from refactor_pages import examples
from shared import SHARED

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "40"))
"""One in so many files of the corpus is looked at."""
_BLOCK = re.compile(r"^```dockerfile[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"^#\s*\^.*\n|<\||\|>", re.MULTILINE)


@cache
def files() -> list[tuple[str, Snapshot]]:
    """The blocks of all pages, the samples, and the corpus where it is."""
    found = [(f"{example.page}.md", example.snapshot) for example in examples()]
    for page in english(Path(dockwright.rules.__file__).parent):
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            found.append((page.name, Snapshot.of(_MARKS.sub("", match[1]))))
    paths = sorted((Path(__file__).parent / "syntax" / "samples").iterdir())
    if SHARED:
        paths += sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]
    return found + [(path.name, Snapshot.of(path.read_bytes().decode("utf-8", "replace"))) for path in paths]
