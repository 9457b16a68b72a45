"""Manifests in JSON, such as package.json and composer.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def manifest(text: str) -> Mapping[str, Any]:
    """The object that a text contains; empty if it contains none, or something else. Not to be changed: it is kept."""
    try:
        found: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def table(found: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object at a key, such as `scripts`; empty if there is none."""
    value = found.get(key)
    return value if isinstance(value, dict) else {}
