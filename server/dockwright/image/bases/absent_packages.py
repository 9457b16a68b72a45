"""Packages that a release of a distribution certainly does not have, from the table `absent_packages.toml`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.semantics.commands.version_ranges import version

if TYPE_CHECKING:
    from dockwright.image.bases.tags import Distribution


def absent(where: Distribution, package: str) -> str | None:
    """What to install instead of a package that is not in this release; empty: nothing; None: it may be there."""
    tables = _tables()
    foreign: str | None = tables["foreign"].get(package, {}).get(where.family)
    if foreign is not None:
        return foreign
    gone, only = tables["gone"].get(package), tables["only"].get(package)
    found: str | None = None
    if gone is not None and where.family in gone:
        since = gone[where.family]
        if since == "0" or (where.release and version(where.release) >= version(since)):
            found = _instead(where, gone["instead"])
    elif only is not None and where.family in only and where.release and where.release not in only[where.family]:
        # A release that is newer than the table is not judged.
        found = only["instead"] if where.release in _KNOWN[where.family] else None
    return found


_KNOWN = {
    "debian": ("9", "10", "11", "12", "13"),
    "ubuntu": ("18.04", "20.04", "22.04", "24.04"),
}


def _instead(where: Distribution, name: str) -> str:
    if where.family == "alpine":
        return _IN_ALPINE.get(name, name)
    return name


_IN_ALPINE = {"python3-pip": "py3-pip", "libgl1": "mesa-gl", "default-libmysqlclient-dev": "mariadb-dev"}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    tables = json.loads(Path(__file__).with_name("absent_packages.json").read_bytes())
    return {key: {name: row for names, row in rows.items() for name in names.split()} for key, rows in tables.items()}
