"""Make server/dockwright/image/bases/bases.json: what the base images of distributions, and official images, hold.

Every fact comes from a public source, and each row says which:

- Debian: a root made of Debian's own archive, as the official image is: `debootstrap --variant=minbase RELEASE ROOT`,
  one ROOT for each release, in a folder ROOTS as `debian-12`. The image's own builder (debuerreotype) adds nothing to that.
- BusyBox: a root with Debian's busybox-static, installed by `busybox --install -s`, in ROOTS as `busybox`.
- Alpine: listings of the root file systems that the distribution publishes, one JSON object a line (`version`, `commands`,
  `users`, `groups`, `directories`, `packages`, `source`).
- The rest: scripts/distributions.toml, written by hand, with its sources, and the packages of Debian's archive: PACKAGES is a
  folder with `Packages-RELEASE.xz`, `Contents-RELEASE.gz` and `Contents-all-RELEASE.gz` of its releases.

- Official images: scripts/official_images.toml, with the packages of Debian's archive.
- The RPM family: scripts/rpm_bases.py makes its rows, which stay as they are here.

To renew: make the roots and get the listings, then run `python scripts/bases.py ROOTS ALPINE PACKAGES`.
"""

from __future__ import annotations

import json
import stat
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from debian_archive import Archive

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "server" / "dockwright" / "image" / "bases" / "bases.json"
BINS = ("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin")
"""The folders of PATH as Docker sets it."""
DEEP = ("usr/local", "etc/apt", "var/lib/apt", "var/cache/apt", "var/lib/dpkg", "usr/share/keyrings")
"""Folders that are listed completely; of others, two levels."""
NEWER_ALPINE = ("3.21", "3.22", "3.23", "3.24")


def main() -> None:
    import official_images
    from debian_archive import Archive

    roots, alpine = Path(sys.argv[1]), Path(sys.argv[2])
    tables = json.loads(OUTPUT.read_text(encoding="utf-8"))
    distributions = tables["distributions"]
    for root in sorted(roots.glob("debian-*")):
        distributions[root.name.replace("-", " ")] = of_root(root)
    for line in alpine.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        distributions["alpine " + ".".join(row["version"].split(".")[:2])] = of_listing(row)
        newest = row
    for release in NEWER_ALPINE:
        distributions[f"alpine {release}"] = like_before(newest, release)
    archives = {name: Archive(Path(sys.argv[3]), name) for name in ("bullseye", "bookworm", "trixie")}
    for name, row in tomllib.loads((HERE / "distributions.toml").read_text(encoding="utf-8")).items():
        known = "like" in row
        distributions[name] = of_packages(row, archives, distributions[row["like"]]) if known else of_words(row)
    distributions["busybox"] = of_busybox(roots / "busybox", set(newest["commands"]))
    by_release = {"debian 11": archives["bullseye"], "debian 12": archives["bookworm"], "debian 13": archives["trixie"]}
    by_release |= {
        "ubuntu 20.04": archives["bullseye"],
        "ubuntu 22.04": archives["bookworm"],
        "ubuntu 24.04": archives["trixie"],
    }
    tables["images"], tables["layers"] = official_images.images(by_release, distributions)
    OUTPUT.write_text(written(tables), encoding="utf-8")


def like_before(row: dict[str, Any], release: str) -> dict[str, Any]:
    """A newer Alpine: the published packages (docker-library/repo-info repos/alpine/local) are the same except for two
    libraries.
    """
    newer = of_listing(
        row | {"packages": [*row["packages"], "alpine-release", *(["libapk"] if release >= "3.23" else [])]}
    )
    return newer | {
        "source": f"{row['source']}; packages of {release}: docker-library/repo-info repos/alpine/local@7859ce44"
    }


def of_packages(row: dict[str, Any], archives: dict[str, Archive], like: dict[str, Any]) -> dict[str, Any]:
    """A distribution with known packages: its programs are those of Debian's packages with the same names."""
    read = [archives[name] for name in row["archives"].split()]
    sure: set[str] = set(row.get("programs", "").split())
    maybe: set[str] = set()
    for package in row["packages"].split():
        known = [archive.programs(package) for archive in read if package in archive.packages]
        if known:
            sure |= set.intersection(*known)
            maybe |= set.union(*known)
    for package in row.get("maybe", "").split():
        maybe |= set().union(*(archive.programs(package) for archive in read))
    links = {"sh", "awk", "nawk", "pager", "which"}
    sure |= links & set(like["programs"].split())
    accounts = {
        name: one
        for name, one in like["accounts"].items()
        if (int(one[0]) < 100 and name != "_apt") or name == "nobody"
    }
    return {
        "source": row["source"],
        "complete": True,
        "programs": _words(sure),
        "maybe": _words(maybe - sure),
        "accounts": accounts | row.get("accounts", {}),
        "groups": like["groups"] | row.get("groups", {}),
        "folders": " ".join([*like["folders"].split(), *row.get("folders", "").split()]),
        "packages": _words(row["packages"].split()),
        "packages_known": False,
    }


def of_words(row: dict[str, Any]) -> dict[str, Any]:
    """A distribution for which the most common programs are known by name."""
    return {
        "source": row["source"],
        "complete": False,
        "programs": _words(row["programs"].split()),
        "lacks": _words(row["lacks"].split()),
        "folders": "",
    }


def of_busybox(root: Path, alpine: set[str]) -> dict[str, Any]:
    """BusyBox by its applets: builds differ in a few, so only those in two builds are certain."""
    here = {one.name for folder in BINS for one in _programs(root, folder)}
    source = "applets of BusyBox as Debian and Alpine build it"
    return {
        "source": source,
        "complete": True,
        "programs": _words(here & alpine),
        "maybe": _words(here ^ alpine),
        "folders": "",
    }


def of_root(root: Path) -> dict[str, Any]:
    """The content of an unpacked root file system."""
    status = (root / "var/lib/dpkg/status").read_text(encoding="utf-8", errors="replace")
    return row_of(
        f"debootstrap --variant=minbase of Debian's archive, {_release(root)}",
        (one.name for folder in BINS for one in _programs(root, folder)),
        {name: [number, group, home] for name, number, group, home in _fields(root / "etc/passwd", 0, 2, 3, 5)},
        {name: number for name, number in _fields(root / "etc/group", 0, 2)},
        _folders(root),
        (line.removeprefix("Package: ") for line in status.splitlines() if line.startswith("Package: ")),
    )


def of_listing(row: dict[str, Any]) -> dict[str, Any]:
    """The content of a root file system by its listing."""
    return row_of(
        row["source"],
        row["commands"],
        {name: [str(one["uid"]), str(one["gid"]), one["home"]] for name, one in row["users"].items()},
        {name: str(number) for name, number in row["groups"].items()},
        row["directories"],
        row["packages"],
    )


def row_of(
    source: str,
    programs: Iterable[str],
    accounts: dict[str, list[str]],
    groups: dict[str, str],
    folders: Iterable[str],
    packages: Iterable[str],
) -> dict[str, Any]:
    """A row with complete facts."""
    return {
        "source": source,
        "complete": True,
        "programs": _words(programs),
        "accounts": accounts,
        "groups": groups,
        "folders": _words(one for one in folders if one != "/"),
        "packages": _words(packages),
    }


def _release(root: Path) -> str:
    return (root / "etc/debian_version").read_text(encoding="utf-8").strip()


def _programs(root: Path, folder: str) -> Iterator[Path]:
    place = root / folder
    if place.is_dir():
        for one in place.iterdir():
            if one.is_symlink() or one.stat().st_mode & stat.S_IXUSR:
                yield one


def _fields(place: Path, *numbers: int) -> Iterator[list[str]]:
    for line in place.read_text(encoding="utf-8").splitlines():
        fields = line.split(":")
        yield [fields[number] for number in numbers]


def _folders(root: Path) -> Iterator[str]:
    for top in root.iterdir():
        yield f"/{top.name}"
        if top.is_symlink() or top.name in ("proc", "sys", "dev", "run", "tmp"):
            continue
        for below in top.iterdir():
            if below.is_dir() and not below.is_symlink():
                yield f"/{top.name}/{below.name}"
    for deep in DEEP:
        for below in (root / deep, *(root / deep).rglob("*")):
            if below.is_dir() and not below.is_symlink() and below.name != "partial":
                yield "/" + str(below.relative_to(root))


def _words(names: Iterable[str]) -> str:
    return " ".join(sorted(set(names)))


def written(tables: dict[str, Any]) -> str:
    """The tables as JSON: one row per line."""
    parts = []
    for name, rows in tables.items():
        lines = [
            f"  {json.dumps(key)}: {json.dumps(rows[key], separators=(',', ':'))}" for key in sorted(rows, key=_order)
        ]
        parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _order(key: str) -> tuple[str, tuple[int, ...]]:
    name, _, release = key.partition(" ")
    return name, tuple(int(part) for part in release.split(".") if part.isdigit())


if __name__ == "__main__":
    main()
