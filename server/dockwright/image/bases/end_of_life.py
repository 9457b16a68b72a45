"""Releases of distributions that are no longer on the servers that their images get packages from."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dockwright.image.bases.tags import Distribution


def servers_gone(distribution: Distribution, today: date) -> str | None:
    """Why the package manager of an image finds no server; None if it does, or if that is not certain.

    Fedora and Alpine keep serving old releases, Ubuntu those with long support.
    """
    if not distribution.certain:
        return None
    name, release = _key(distribution)
    table = _table()
    if moved := table["moved"].get(f"{name} {release}"):
        since, place = moved
        return _reason(name, release, place) if today >= date.fromisoformat(since) else None
    family, days, place = table["interim"]
    end = table["ends"].get(name, {}).get(release)
    if name == family and end and f"{name} {release}" not in table["long"]:
        return _reason(name, release, place) if today >= date.fromisoformat(end) + timedelta(days) else None
    return None


def end_of_life(distribution: Distribution) -> date | None:
    """The day after which a release gets no updates; None if not known."""
    name, release = _key(distribution)
    rows = _table()["ends"].get(name, {})
    end = rows.get(release) or rows.get(release.partition(".")[0])
    return date.fromisoformat(end) if end else None


def _key(distribution: Distribution) -> tuple[str, str]:
    """`debian` and `10`; in the RPM family the release includes the name of the distribution."""
    if distribution.family == "rhel":
        name, _, release = distribution.release.partition(" ")
        return name, release.partition(".")[0] if name == "centos" else release
    return distribution.family, distribution.release


def _reason(name: str, release: str, place: str) -> str:
    return f"{_NAMES[name]} {release} is past its end of life and its packages moved to `{place}`"


_NAMES = {"debian": "Debian", "ubuntu": "Ubuntu", "centos": "CentOS"}


@cache
def _table() -> Any:
    return json.loads(Path(__file__).with_name("end_of_life.json").read_bytes())
