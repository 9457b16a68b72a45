"""Stages without glibc, as far as the text tells."""

from __future__ import annotations

import re

from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage

_COMPAT = pattern(r"gcompat|libc6-compat|glibc|patchelf|ld-linux|\blibgcc\b.*\blibc|\s/(?:usr/)?lib")
_LACKING = "how an image without glibc is called"
"""The cache key in a stage; the value is empty if it may have glibc."""


def without_glibc(stage: Stage) -> str:
    """The name of an image without glibc that takes files from others; empty if it may have glibc or takes none."""
    name: str | None = stage.chain.memo.get(_LACKING)
    if name is None:
        copies = any(unit.name == "COPY" and unit.flags for unit in stage.body.units)
        has_it = not copies or any(_COMPAT.search(unit.text) for unit in stage.body.units)
        name = stage.chain.memo[_LACKING] = "" if has_it else _lacking(stage)
    return name


def _lacking(stage: Stage) -> str:
    """The name of an image without glibc; empty if it may have it."""
    image = stage.root.image or ""
    if "$" in stage.root.base_word:
        return ""
    if image == "scratch":
        return "an image from scratch"
    if re.fullmatch(r"(?:docker\.io/(?:library/)?)?alpine(?::[\w.-]+)?(?:@\S+)?", image):
        return "Alpine"
    return "this base" if image.startswith("gcr.io/distroless/static") else ""
