"""Stages without glibc, as far as the text tells."""

from __future__ import annotations

import re

from dockwright.image.answer import Answer
from dockwright.image.bases.base import base_of
from dockwright.image.on_path import BINS
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Unit

_COMPAT = pattern(r"gcompat|libc6-compat|glibc|patchelf|ld-linux|\blibgcc\b.*\blibc|\s/(?:usr/)?lib")
_LACKING = "how an image without glibc is called"
"""The cache key in a stage; the value is empty if it may have glibc."""

_BRINGS = "whether it may bring glibc"


def without_glibc(stage: Stage) -> str:
    """The name of an image without glibc that takes files from others; empty if it may have glibc or takes none."""
    name: str | None = stage.chain.memo.get(_LACKING)
    if name is None:
        copies = any(unit.name == "COPY" and unit.flags for unit in stage.body.units)
        has_it = not copies or any(map(_is_compatible, stage.body.units))
        name = stage.chain.memo[_LACKING] = "" if has_it else _lacking(stage)
    return name


def _is_compatible(unit: Unit) -> bool:
    """Whether an instruction may bring glibc; kept with it, since only one of a stage is edited."""
    found: bool | None = unit.memo.get(_BRINGS)
    if found is None:
        found = unit.memo[_BRINGS] = _COMPAT.search(unit.text) is not None
    return found


def _lacking(stage: Stage) -> str:
    """The name of an image without glibc; empty if it may have it."""
    image = stage.root.image or ""
    if "$" in stage.root.base_word:
        return ""
    if image == "scratch":
        return "an image from scratch"
    if re.fullmatch(r"(?:docker\.io/(?:library/)?)?alpine(?::[\w.-]+)?(?:@\S+)?", image):
        return "Alpine"
    return "this base image" if image.startswith("gcr.io/distroless/static") else ""


_LINKED = frozenset(
    """
    bash curl git jq mysql mysqldump nginx node openssl perl pg_dump php psql python3 redis-cli redis-server rsync ruby
    ssh
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Programs that distributions and official images link to the C library that they have."""
_OF_FAMILY = {"debian": "glibc", "ubuntu": "glibc", "rhel": "glibc", "suse": "glibc", "alpine": "musl"}


def library_of(reference: str, path: str) -> str:
    """The C library that a program of an image is linked to, `glibc` or `musl`; empty where that is not known."""
    folder, _, name = path.rpartition("/")
    base = base_of(reference)
    if name not in _LINKED or folder not in BINS or not base.is_certain or base.program(name) is not Answer.YES:
        return ""
    return _OF_FAMILY.get(base.family, "")


_SINCE_2_34 = {"debian": (12,), "ubuntu": (21, 10)}
"""The first releases with glibc 2.34 or later; every program linked there needs `__libc_start_main` of that version.

Source: the version of the symbol in libc6 of the releases.
"""


def has_glibc_2_34(stage: Stage) -> bool | None:
    """Whether the glibc of a stage is 2.34 or later; None if not known."""
    where = base_of(stage.root.image or "").distribution
    if where is None or not where.certain or where.family not in _SINCE_2_34 or "$" in stage.root.base_word:
        return None
    if not _NUMBERS.match(where.release):
        return None
    numbers = tuple(map(int, where.release.split(".")))
    return numbers >= _SINCE_2_34[where.family]


_NUMBERS = pattern(r"\d+(?:\.\d+)*\Z")


def without_musl(stage: Stage) -> str:
    """How an image is called that has glibc alone; empty where nothing can be said of it."""
    if not any(unit.name == "COPY" and unit.flags for unit in stage.body.units):
        return ""
    where = base_of(stage.root.image or "").distribution
    if where is None or where.family not in ("debian", "ubuntu"):
        return ""
    if any("musl" in unit.text for unit in stage.body.units):
        return ""
    return where.family.capitalize() if "$" not in stage.root.base_word else ""
