"""The rows of `effects.toml`, as they are read when the program runs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def sections() -> Any:
    """All rows, by section."""
    return json.loads(Path(__file__).with_name("effects.json").read_bytes())


def names(section: str) -> frozenset[str]:
    """The programs that a section names."""
    return frozenset(sections()[section]["names"].split())
