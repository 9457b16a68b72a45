"""Packages that a release of a distribution certainly does not have, from the table `absent_packages.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.semantics.commands.version_ranges import version

if TYPE_CHECKING:
    from dockwright.image.bases.tags import Distribution


def absent(where: Distribution, package: str) -> str | None:
    """What to install instead of a package that is not in this release; empty: nothing; None: it may be there."""
    for instead, releases in _table().get(package, {}).get(where.family, {}).items():
        if releases == "*" or (where.release and _is_of(where.release, releases)):
            return instead
    return None


def _is_of(release: str, releases: str) -> bool:
    if release in releases.removesuffix("+").split():
        return True
    return releases.endswith("+") and version(release) >= version(releases[:-1].rpartition(" ")[2])


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    table: dict[str, dict[str, dict[str, str]]] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    return table
