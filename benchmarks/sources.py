"""Real Dockerfiles, concatenated up to a number of lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DOCKWRIGHT_SHARED") or ROOT.parent / "shared")


def document(lines: int) -> str:
    """A document with about this many lines."""
    out: list[str] = []
    for source in cycle(_sources()):
        out += source.splitlines()
        if len(out) >= lines:
            return "\n".join(out[:lines]) + "\n"
    raise AssertionError


def real_files() -> list[str]:
    """The texts of real Dockerfiles: from the corpus if it exists, else the project's samples."""
    corpus = SHARED / "corpus"
    if (corpus / "index.jsonl").is_file():
        entries = map(json.loads, (corpus / "index.jsonl").read_text(encoding="utf-8").splitlines())
        names = {entry["file"] for entry in entries if entry["kind"] == "real"}
        files = sorted(path for path in corpus.rglob("*.Dockerfile") if path.name in names)
    else:
        files = sorted((ROOT / "tests" / "syntax" / "samples").rglob("*Dockerfile*"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in files]


def all_files() -> list[str]:
    """The texts of real Dockerfiles, and of test files of other programs."""
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        return real_files()
    return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(corpus.rglob("*.Dockerfile"))]


def _sources() -> Iterator[str]:
    # directives and open heredocs would affect the next file
    return iter([text for text in real_files() if text.isascii() and "<<" not in text and "escape=" not in text])
