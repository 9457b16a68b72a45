"""Make the rows of the RPM family in bases.json and distribution_packages.json.

From scripts/rpm_distributions.toml (images, each with its source) and scripts/rpm_packages.toml (packages), both
written by hand. A program exists if a package with it does; it is absent if all packages of an image are known and none
contains it.

To update: `python scripts/rpm_bases.py`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The accounts are those of the package `setup`, equal in all releases since RHEL 7 except for `nobody`.
_SETUP = "bin:1 daemon:2 adm:3 lp:4 sync:5 shutdown:6 halt:7 mail:8 operator:11 games:12 ftp:14"
_OWN_GROUPS = {
    "adm": "4",
    "lp": "7",
    "sync": "0",
    "shutdown": "0",
    "halt": "0",
    "mail": "12",
    "operator": "0",
    "games": "100",
    "ftp": "50",
}
_GROUPS = """root:0 bin:1 daemon:2 sys:3 adm:4 tty:5 disk:6 lp:7 mem:8 kmem:9 wheel:10 cdrom:11 mail:12 man:15 dialout:18 floppy:19
  games:20 tape:33 video:39 ftp:50 lock:54 audio:63 users:100"""
_NOBODY = {"old": "99", "new": "65534"}
"""The number of `nobody` before and since RHEL 8."""


def images() -> dict[str, Any]:
    """The facts about each base image, by distribution and release."""
    rows = tomllib.loads((HERE / "rpm_distributions.toml").read_text(encoding="utf-8"))
    packages = _packages()
    return {key: row_of(row, packages) for name, row in rows.items() for key in _releases(name)}


def tables() -> dict[str, Any]:
    """The packages, as rows of distribution_packages.json: those of RHEL 7 and similar releases, and of newer ones."""
    return {"rpm 7": _table(since_8=False), "rpm": _table(since_8=True)}


def _table(since_8: bool) -> dict[str, Any]:
    packages = _packages()
    advice = packages["advice"]
    names = {*packages["programs"], *packages["same"]}
    told = [*advice["names"].split(), *(advice["since-8"].split() if since_8 else ())]
    programs = {name: brought(name, packages) for name in sorted(names)}
    same = [name for name in told if name in programs[name]]
    others = {name: " ".join(one for one in programs[name] if one != name and one not in same) for name in sorted(told)}
    return {
        "programs": {name: " ".join(brought) for name, brought in programs.items()},
        "brings": {name: name for name in programs},
        "recommends": {},
        "opaque": " ".join(sorted(names - set(advice["alone"].split()))),
        "same": " ".join(sorted(same)),
        "provider": {name: text for name, text in others.items() if text},
    }


def _packages() -> dict[str, Any]:
    return tomllib.loads((HERE / "rpm_packages.toml").read_text(encoding="utf-8"))


def _releases(name: str) -> Iterator[str]:
    """`fedora 41-44-minimal` stands for four releases."""
    distribution, _, release = name.partition(" ")
    match = re.fullmatch(r"(\d+)-(\d+)(-\w+)?", release)
    if match is None:
        yield name
        return
    for number in range(int(match[1]), int(match[2]) + 1):
        yield f"{distribution} {number}{match[3] or ''}"


def row_of(row: dict[str, Any], packages: dict[str, Any]) -> dict[str, Any]:
    """An image as lists of programs that exist, may exist, and do not exist."""
    there = _programs(row["packages"].split(), packages)
    maybe = _programs(row.get("maybe", "").split(), packages) - there
    if row.get("complete"):
        lacks = _programs(packages["programs"], packages) - there - maybe
    else:
        lacks = _programs(_named(row.get("lacks", ""), packages), packages) - there - maybe
    found: dict[str, Any] = {
        "source": row["source"],
        "complete": False,
        "programs": _words(there),
        "lacks": _words(lacks),
        "folders": "",
    }
    if row.get("inferred"):
        named = row["inferred"] is not True
        found["inferred"] = _words(_programs(row["inferred"].split(), packages)) if named else True
    if "users" in row:
        nobody = _NOBODY[row["users"]]
        users: dict[str, list[str]] = {"root": ["0", "0", "/root"], "nobody": [nobody, nobody, "/"]}
        for one in _SETUP.split():
            name, _, number = one.partition(":")
            users[name] = [number, _OWN_GROUPS.get(name, number)]
        groups = dict(one.split(":") for one in _GROUPS.split())
        found |= {"accounts": users, "groups": groups | {"nobody": nobody}}
    return found


def brought(name: str, packages: dict[str, Any]) -> list[str]:
    """The programs in a package."""
    same = packages["same"].get(name)
    if same is not None:
        return sorted({program for one in same.split() for program in brought(one, packages)} | ({name} & {"dnf5"}))
    return sorted(packages["programs"][name].split())


def _named(text: str, packages: dict[str, Any]) -> Iterator[str]:
    """Package names; `common` stands for all packages that base images do not contain."""
    for name in text.split():
        if name == "common":
            yield from packages["without"]["names"].split()
        else:
            yield name


def _programs(names: Iterable[str], packages: dict[str, Any]) -> set[str]:
    return {program for name in names for program in brought(name, packages)}


def _words(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


def main() -> None:
    import bases
    import distribution_packages

    kept = json.loads(bases.OUTPUT.read_text(encoding="utf-8"))
    bases.OUTPUT.write_text(bases.written(kept | {"rpm": images()}), encoding="utf-8")
    archives = json.loads(distribution_packages.OUTPUT.read_text(encoding="utf-8"))
    distribution_packages.OUTPUT.write_text(distribution_packages.written(archives | tables()), encoding="utf-8")


if __name__ == "__main__":
    main()
