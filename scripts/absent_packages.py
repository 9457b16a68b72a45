"""Make server/dockwright/image/bases/absent_packages.json: packages that releases do not have, and what they have instead.

From scripts/absent_packages.toml, which names the packages, and scripts/absent_packages.json, which records what of them
each release lacks by its indexes. A virtual package of which one package alone is the provider is there: apt installs it.

To renew: `python scripts/absent_packages.py FOLDER [FAMILY...]`, which reads the indexes in FOLDER, or fetches them into it
from where absent_packages.toml says; of all families, or of those that are named. It prints which releases could not be
read, where indexes contradict what was written by hand, and what needs.toml says to install that a release lacks.
"""

from __future__ import annotations

import fnmatch
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
IMAGE = HERE.parent / "server" / "dockwright" / "image"
OUTPUT = IMAGE / "bases" / "absent_packages.json"
RECORD = HERE / "absent_packages.json"
FAMILIES = ("debian", "ubuntu", "alpine")


def main() -> None:
    from package_indexes import available, urls

    tables = source()
    watched = names(tables)
    asked = sys.argv[2:] or FAMILIES
    before = json.loads(RECORD.read_text(encoding="utf-8"))
    kept = before["lacks"] if before["names"].split() == sorted(watched) else {}
    lacks: dict[str, str] = {}
    for archive in tables["archives"]:
        for release in archive["releases"]:
            key = f"{archive['family']} {release}"
            found = available(urls(archive, release), Path(sys.argv[1])) if archive["family"] in asked else None
            if found is None:
                print(f"{key}: not read; {'its record' if key in kept else 'what is written by hand'} counts")
                lacks |= {key: kept[key]} if key in kept else {}
                continue
            lacks[key] = " ".join(sorted(watched - found))
            wrong = _by_hand(tables, archive["family"], release, watched) & found
            missing = needed("apk" if archive["family"] == "alpine" else "deb") - found
            if missing:
                print(f"{key}: lacks what needs.toml says to install: {' '.join(sorted(missing))}")
            if wrong:
                print(f"{key}: has what was written by hand as lacking: {' '.join(sorted(wrong))}")
    RECORD.write_text(json.dumps({"names": " ".join(sorted(watched)), "lacks": lacks}, indent=1) + "\n", "utf-8")
    OUTPUT.write_text(written(), encoding="utf-8")


def source() -> dict[str, Any]:
    return tomllib.loads((HERE / "absent_packages.toml").read_text(encoding="utf-8"))


def names(tables: dict[str, Any]) -> set[str]:
    """All packages that are looked up: those of the table, those to install instead, and those that builds need."""
    instead = {
        one for row in tables["names"].values() for key in ("instead", *FAMILIES) for one in row.get(key, "").split()
    }
    return {*" ".join(tables["names"]).split()} | instead | needed("deb") | needed("apk")


def needed(family: str) -> set[str]:
    """What needs.toml says to install in distributions with packages of this family."""
    needs = tomllib.loads((IMAGE / "inputs" / "needs.toml").read_text(encoding="utf-8"))
    rows = [row for kind in ("pip", "gem", "php") for row in needs[kind].values()]
    return {one for row in rows for one in row.get(family, "").split()}


def written() -> str:
    """The table as JSON: one package per line."""
    tables, record = source(), json.loads(RECORD.read_text(encoding="utf-8"))
    lacks = {family: lacking(family, tables, record) for family in FAMILIES}
    everywhere = {row["of"][:-2]: row["lacks"].split() for row in tables["by_hand"] if row["of"].endswith(" *")}
    lines = []
    for group, row in tables["names"].items():
        for name in group.split():
            found = {family: _of_family(name, row, family, lacks[family], everywhere[family]) for family in FAMILIES}
            kept = {family: releases for family, releases in found.items() if releases}
            if kept:
                lines.append(f" {json.dumps(name)}: {json.dumps(kept)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def lacking(family: str, tables: dict[str, Any], record: dict[str, Any]) -> dict[str, set[str]]:
    """What each release lacks: by its index, or else as written by hand."""
    releases = [one for archive in tables["archives"] if archive["family"] == family for one in archive["releases"]]
    known = names(tables)
    return {
        release: {*record["lacks"][f"{family} {release}"].split()}
        if f"{family} {release}" in record["lacks"]
        else _by_hand(tables, family, release, known)
        for release in releases
    }


def _of_family(
    name: str, row: dict[str, Any], family: str, lacks: dict[str, set[str]], everywhere: list[str]
) -> dict[str, str]:
    """What to install instead, with the releases where that is so: `+` after the last means all later ones, `*` all."""
    found: dict[str, list[str]] = {}
    instead = ""
    for release, missing in lacks.items():
        if name in missing:
            instead = next((one for one in row.get(family, row.get("instead", "")).split() if one not in missing), "")
            found.setdefault(instead, []).append(release)
    if not found or not row.get("stays") or list(lacks)[-1] not in found[instead]:
        return {key: " ".join(releases) for key, releases in found.items()}
    in_none = name in everywhere and all(name in missing for missing in lacks.values())
    newest = "*" if in_none else _until_now(found[instead], list(lacks))
    return {key: " ".join(releases) for key, releases in found.items() if key != instead} | {instead: newest}


def _until_now(releases: list[str], known: list[str]) -> str:
    """`11 13 14+` of 11, 13, 14 and 15, the newest one."""
    at = len(known) - 1
    while at and known[at - 1] in releases:
        at -= 1
    return " ".join([*(one for one in releases if known.index(one) < at), f"{known[at]}+"])


def _by_hand(tables: dict[str, Any], family: str, release: str, known: set[str]) -> set[str]:
    patterns = [
        pattern
        for row in tables["by_hand"]
        if row["of"].split()[0] == family and _holds(row["of"].split()[1], release)
        for pattern in row["lacks"].split()
    ]
    return {name for name in known if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)}


def _holds(releases: str, release: str) -> bool:
    low, dash, high = releases.partition("-")
    if releases == "*" or releases == release:
        return True
    if releases.endswith("+"):
        return _version(releases[:-1]) <= _version(release)
    return bool(dash) and _version(low) <= _version(release) <= _version(high)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


if __name__ == "__main__":
    main()
