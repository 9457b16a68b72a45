"""Where the reference data lies: the folder `shared` beside the checkout, or what DOCKWRIGHT_SHARED names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_PLACE = Path(os.environ.get("DOCKWRIGHT_SHARED") or Path(__file__).parents[2] / "shared")

SHARED: Path | None = _PLACE if (_PLACE / "oracle").is_dir() else None

needs_shared = pytest.mark.skipif(SHARED is None, reason="the reference data is not beside this checkout")
