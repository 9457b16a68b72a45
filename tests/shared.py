"""Where the reference data lies: the folder `shared` beside the checkout, or what DOCKWRIGHT_SHARED names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockwright.context.values import Workspace

_PLACE = Path(os.environ.get("DOCKWRIGHT_SHARED") or Path(__file__).parents[2] / "shared")

SHARED: Path | None = _PLACE if (_PLACE / "oracle").is_dir() else None

needs_shared = pytest.mark.skipif(SHARED is None, reason="the reference data is not beside this checkout")


def listed(repository: str) -> Workspace:
    """A recorded repository: all its files by name, and the texts of those that tell a build context."""
    assert SHARED is not None
    folder = SHARED / "contexts" / repository
    rows = [line.rsplit("\t", 1) for line in (folder / "tree.tsv").read_text(encoding="utf-8").splitlines()]

    def read(path: str) -> str | None:
        place = folder / "files" / path
        return place.read_text(encoding="utf-8", errors="replace") if place.is_file() else None

    return Workspace({path: int(size) if size.isdigit() else 0 for path, size in rows}, read)
