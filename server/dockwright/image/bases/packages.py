"""The programs in packages, by distribution, and the package that contains a program."""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dockwright.image.bases.base import Base

_LIKE = {
    "debian": (("11", "debian 11"), ("12", "debian 12"), ("", "debian 13")),
    "ubuntu": (("20.04", "debian 11"), ("22.04", "debian 12"), ("", "debian 13")),
    "alpine": (("", "alpine"),),
    "rhel": (("centos 7", "rpm 7"), ("oraclelinux 7", "rpm 7"), ("amazonlinux 2", "rpm 7"), ("", "rpm")),
}
"""The table for each release, and for all others: Ubuntu imports its packages from Debian."""
_ALIKE = frozenset(
    ("ca-certificates", "curl", "git", "gnupg", "jq", "locales", "make", "tzdata", "unzip", "wget", "xz-utils", "zip")
)
"""Packages that bring the same programs in Ubuntu as in Debian, with what they depend on and recommend."""
_FAMILIES = {"deb": ("debian", "ubuntu"), "apk": ("alpine",), "rpm": ("rhel",)}


def brings(base: Base, family: str, packages: Iterable[str], recommends: bool = True) -> tuple[frozenset[str], bool]:
    """The programs that packages and their dependencies install; and whether there may be others.

    With `recommends`, those of recommended packages are included, as apt does without --no-install-recommends.
    """
    table = _table(base) if base.family in _FAMILIES.get(family, ()) else None
    if table is None:
        return frozenset(), True
    packages = tuple(packages)
    alike = base.family == "ubuntu" and _ALIKE.issuperset(packages)
    programs, others = _brought(table, packages, recommends)
    return programs, others or not (_is_own(base) or alike)


def are_known(base: Base, packages: Iterable[str]) -> bool:
    """Whether what packages bring is known of the distribution, or of the one that has them from there."""
    table = _table(base)
    return table is not None and all(
        one in table["brings"] and one not in table["opaque"] and f"+{one}" not in table["opaque"] for one in packages
    )


def brings_elsewhere(family: str, packages: Iterable[str]) -> tuple[frozenset[str], bool]:
    """The same for packages of another distribution than that of the image, in its newest release."""
    kind = _FAMILIES.get(family, ("",))[0]
    return _brought(_tables()[_LIKE[kind][-1][1]], packages, True) if kind else (frozenset(), True)


def _brought(table: Any, packages: Iterable[str], recommends: bool) -> tuple[frozenset[str], bool]:
    programs: set[str] = set()
    others = False
    for package in packages:
        if package not in table["brings"]:
            others = True
            continue
        others = others or package in table["opaque"] or (recommends and f"+{package}" in table["opaque"])
        brought = table["brings"][package].split()
        if recommends:
            brought += table["recommends"].get(package, "").split()
        for one in brought:
            programs.update(table["programs"].get(one, "").split())
    return frozenset(programs), others


def package_of(base: Base, program: str) -> str | None:
    """The package with a program in the distribution of a base; None if not known."""
    table = _table(base)
    if table is None:
        return None
    found: str | None = table["packages"].get(program)
    return found


def programs_of(base: Base, family: str, package: str) -> tuple[str, ...]:
    """The programs in a package of the distribution, by its name."""
    table = _table(base) if base.family in _FAMILIES.get(family, ()) else None
    return table["programs_by_package"].get(package, ()) if table else ()


def packages_like(base: Base, family: str, start: str) -> list[str]:
    """The packages with programs in the distribution whose names have this prefix."""
    table = _table(base) if base.family in _FAMILIES.get(family, ()) else None
    return [name for name, _ in _from(table["package_names"], start)] if table else []


def programs_like(base: Base, family: str, start: str) -> list[tuple[str, str]]:
    """The programs whose names have this prefix, each with its package in the distribution."""
    table = _table(base) if base.family in _FAMILIES.get(family, ()) else None
    return _from(table["program_names"], start) if table else []


def _from(rows: list[tuple[str, str]], start: str) -> list[tuple[str, str]]:
    """The sorted rows whose first item has this prefix."""
    return rows[bisect_left(rows, (start, "")) : bisect_left(rows, (start + "\U0010ffff", ""))]


def in_both(base: Base, package: str) -> bool:
    """Whether Debian and the distribution of a base have a package of this name with the same program."""
    own = _table(base)
    if own is None or package not in own["brings"]:
        return False
    programs = own["programs"].get(package, "").split()
    theirs = [table for key, table in _tables().items() if key.startswith("debian") and package in table["brings"]]
    return bool(theirs) and all(
        own["packages"].get(package) == package == table["packages"].get(package)
        or not {*programs}.isdisjoint(table["programs"].get(package, "").split())
        for table in theirs
    )


def _is_own(base: Base) -> bool:
    """Whether the table is for exactly this release."""
    release = base.distribution.release if base.distribution else ""
    if base.family == "rhel":
        return bool(base.releases)
    return base.family == "alpine" or (base.family == "debian" and f"debian {release}" in _tables())


def _table(base: Base) -> Any:
    if base.distribution is None or base.family not in _LIKE:
        return None
    release = base.distribution.release
    if base.family == "rhel":
        name, _, number = release.partition(" ")
        release = f"{name} {number.partition('.')[0]}"
    choices = _LIKE[base.family]
    return _tables()[next((key for known, key in choices if known == release), choices[-1][1])]


@cache
def _tables() -> Any:
    """The tables by release; `packages` maps a program to its package."""
    tables = json.loads(Path(__file__).with_name("distribution_packages.json").read_bytes())
    for table in tables.values():
        table["opaque"] = frozenset(table["opaque"].split())
        table["packages"] = {name: name for name in table["same"].split()}
        for package, programs in table["provider"].items():
            table["packages"].update(dict.fromkeys(programs.split(), package))
        by_package: dict[str, list[str]] = {}
        for program, package in table["packages"].items():
            by_package.setdefault(package, []).append(program)
        table["programs_by_package"] = {package: tuple(sorted(programs)) for package, programs in by_package.items()}
        table["package_names"] = sorted((package, "") for package in by_package)
        table["program_names"] = sorted(table["packages"].items())
    return tables
