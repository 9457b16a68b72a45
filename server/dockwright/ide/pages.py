"""The Markdown pages of `reference/`, read when first asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_KEY = re.compile(r"[a-z]+(/[A-Za-z0-9_-]+){1,2}\Z")


@cache
def find(key: str) -> str:
    """The page called `key`, such as `instructions/RUN`; empty where there is none."""
    if not _KEY.match(key):
        return ""
    place = files("dockwright.reference").joinpath(*f"{key}.md".split("/"))
    return place.read_text(encoding="utf-8").strip() if place.is_file() else ""
