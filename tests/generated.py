"""Files that a script writes: a stale one is written anew, and the test that sees it fails."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def script(name: str) -> Any:
    """The module `scripts/NAME.py`."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check(place: Path, written: str) -> None:
    """Fail where a file is not what the script would write, and write it."""
    if not place.is_file() or place.read_text(encoding="utf-8") != written:
        place.write_text(written, encoding="utf-8")
        pytest.fail(f"{place.relative_to(ROOT)} was stale and has been written anew: commit it")
