"""Convert the rows of scripts/official_images.toml for bases.json: packages are replaced by their programs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from debian_archive import Archive

HERE = Path(__file__).parent
KEPT = ("maybe", "accounts", "groups", "workdir", "complete", "settled")


def images(archives: dict[str, Archive], distributions: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The variants of each image, and programs by packages and release: `curl wget|debian 12`."""
    table = tomllib.loads((HERE / "official_images.toml").read_text(encoding="utf-8"))
    alpine = tomllib.loads((HERE / "alpine_packages.toml").read_text(encoding="utf-8"))["brings"]
    layers: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, rows in table["images"].items():
        kinds = []
        for row in rows:
            kind = {key: row[key] for key in ("tag", *KEPT) if key in row}
            kind["programs"] = row.get("programs", "")
            kind["folders"] = dict(_owned(row.get("folders", "").split()))
            packages = " ".join([*(table["layers"][on] for on in row.get("on", ())), row.get("packages", "")]).split()
            if packages:
                kind["layer"] = " ".join(sorted({*row.get("on", ()), *row.get("packages", "").split()}))
                for release, archive in archives.items():
                    there = distributions[release]["packages"].split()
                    layers[f"{kind['layer']}|{release}"] = layer(archive, packages, there, distributions[release])
            if "alpine" in row:
                kind["layer"] = row["alpine"]
                brought = {one for package in row["alpine"].split() for one in alpine[package].split()}
                layers[f"{kind['layer']}|alpine"] = " ".join(sorted(brought))
            kinds.append(kind)
        found[name] = kinds
    return found, layers


def layer(archive: Archive, packages: Iterable[str], there: Iterable[str], distribution: dict[str, Any]) -> str:
    """The programs that packages and their dependencies add to a distribution."""
    closure, _ = archive.closure((one for one in packages if one in archive.packages), there)
    brought = {program for one in closure for program in archive.programs(one)}
    return " ".join(sorted(brought - set(distribution["programs"].split())))


def _owned(folders: Iterable[str]) -> Iterable[tuple[str, str]]:
    for one in folders:
        path, _, owner = one.partition(":")
        yield path, owner
