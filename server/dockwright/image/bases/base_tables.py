"""The tables for base.py: `bases.json`, which scripts/bases.py writes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any


class Release:
    """A release of a distribution: the content of its own image."""

    def __init__(self, key: str, row: Mapping[str, Any]) -> None:
        self.key = key
        """`debian 12`."""
        self._row = row
        self.complete: bool = row["complete"]
        """Whether all programs and all folders at the root are known."""
        self.has_accounts = "accounts" in row
        self.packages_known: bool = self.complete and row.get("packages_known", "packages" in row)

    @cached_property
    def programs(self) -> frozenset[str]:
        """Programs on PATH."""
        return frozenset(self._row["programs"].split())

    @cached_property
    def maybe(self) -> frozenset[str]:
        """Programs that may exist."""
        return frozenset(self._row.get("maybe", "").split())

    @cached_property
    def lacks(self) -> frozenset[str]:
        """Programs that it certainly does not have; used if not all of its programs are known."""
        return frozenset(self._row.get("lacks", "").split())

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders at the root, and many below."""
        return frozenset(self._row["folders"].split())

    @cached_property
    def packages(self) -> frozenset[str]:
        """Installed packages."""
        return frozenset(self._row.get("packages", "").split())

    def infers(self, program: str) -> bool:
        """Whether it is not from a list of the image's content that it does not have a program."""
        inferred: bool | str = self._row.get("inferred", False)
        return program in self.lacks and (inferred if isinstance(inferred, bool) else program in inferred.split())

    def accounts(self, is_group: bool) -> Mapping[str, Any]:
        """Users as number, group and home; groups as numbers."""
        found: Mapping[str, Any] = self._row.get("groups" if is_group else "accounts", {})
        return found


class Kind:
    """One variant of an official image, such as `slim`."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row
        self.programs = frozenset(row["programs"].split())
        """Programs that its Dockerfile puts on PATH."""
        self.maybe = frozenset(row.get("maybe", "").split())
        """Programs that some versions have."""
        self.folders: Mapping[str, str] = row["folders"]
        """Folders that its Dockerfile creates, with their owner; empty means root."""
        self.workdir: str = row.get("workdir", "/")
        self.complete: bool = row.get("complete", False)
        """Whether PATH has only these programs, those of its packages, and those of the distribution."""
        self.settled: bool = row.get("settled", False)
        """Whether all of its accounts and all folders at the root are known."""

    def accounts(self, is_group: bool) -> Mapping[str, Any]:
        """Users as number, group and home; groups as numbers."""
        found: Mapping[str, Any] = self._row.get("groups" if is_group else "accounts", {})
        return found

    def brought(self, release: Release) -> frozenset[str] | None:
        """The programs that its packages install on a release; None if not known."""
        layer = self._row.get("layer")
        return frozenset() if layer is None else _layer(layer, release.key)


@cache
def _layer(packages: str, release: str) -> frozenset[str] | None:
    layers = _tables()["layers"]
    found = layers.get(f"{packages}|{release}", layers.get(f"{packages}|{release.partition(' ')[0]}"))
    return None if found is None else frozenset(found.split())


@cache
def kind(name: str, tag: str) -> Kind | None:
    """The facts about an official image beyond its distribution."""
    rows = _tables()["images"].get(name, ())
    row = next((row for row in rows if re.fullmatch(row["tag"], tag)), None)
    return Kind(row) if row else None


@cache
def releases(family: str, release: str) -> tuple[Release, ...]:
    """The release, if known; all releases of the family if it is not given or newer than the table."""
    rows = _tables()["distributions"]
    if f"{family} {release}" in rows:
        return (_release(f"{family} {release}"),)
    names = [key for key, row in rows.items() if key.partition(" ")[0] == family and row["complete"]]
    newest = max((_number(name.partition(" ")[2]) for name in names), default=())
    return tuple(map(_release, names)) if not release or _number(release) > newest else ()


@cache
def rpm_release(name: str, release: str, variant: str) -> Release | None:
    """The facts about an image of the RPM family: `rockylinux`, `9.3`, `minimal`."""
    major = release.partition(".")[0]
    key = f"{name} {major}-{variant}" if variant else f"{name} {major}"
    row = _tables()["rpm"].get(key)
    return Release(key, row) if row else None


def _number(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".") if part.isdigit())


@cache
def _release(key: str) -> Release:
    return Release(key, _tables()["distributions"][key])


def never_in_distroless() -> frozenset[str]:
    """Programs that no image without a shell has: those of plain Debian, package managers and common tools."""
    return (releases("debian", "12")[0].programs | _NEVER) - _PERHAPS


_NEVER = frozenset(
    ("curl", "wget", "git", "apt", "apt-get", "apk", "yum", "dnf", "microdnf", "bash", "ash", "dash", "zsh", "npm",
     "npx", "yarn", "pip", "pip3", "make", "gcc", "vim", "nano", "sudo", "unzip")
)  # fmt: skip
_PERHAPS = frozenset({"ldconfig", "getconf", "tzconfig", "zdump", "zic", "perl"})


@cache
def _tables() -> Any:
    return json.loads(Path(__file__).with_name("bases.json").read_bytes())
