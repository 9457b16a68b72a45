"""Read Debian's own archive: which programs a package brings, and what apt installs with it.

Read by scripts/distribution_packages.py and scripts/official_images.py out of one folder, which holds for each release
`Packages-RELEASE.xz` (dists/RELEASE/main/binary-amd64/Packages.xz), `Contents-RELEASE.gz` (main/Contents-amd64.gz),
`Contents-all-RELEASE.gz`, and `scripts-RELEASE.json`, which `fetch_scripts` makes: the alternatives of packages.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import tarfile
import time
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

BINS = ("usr/local/sbin/", "usr/local/bin/", "usr/sbin/", "usr/bin/", "sbin/", "bin/")
_ALTERNATIVE = re.compile(r"--(?:install|slave)\s+(\S+)")
_JDK = (
    "javac jar jarsigner javadoc javap jcmd jdb jdeprscan jdeps jfr jhsdb jimage jinfo jlink jmap jmod jps jrunscript jshell"
    " jstack jstat jstatd serialver jpackage"
)
_MAGICK = "animate compare composite conjure convert display identify import mogrify montage stream"
BY_VARIABLE = {
    "vim": "vim vi view ex rview rvim vimdiff editor",
    "vim-nox": "vim vi view ex rview rvim vimdiff editor",
    "vim-gtk3": "vim vi view ex rview rvim vimdiff editor gvim gview evim eview gvimdiff rgview rgvim",
    "vim-tiny": "vi view ex rview editor",
    "procps": "w",
    "xz-utils": "lzma unlzma lzcat lzgrep lzegrep lzfgrep lzless lzmore lzcmp lzdiff",
    "traceroute": "traceroute traceroute6 lft traceproto tcptraceroute traceroute-nanog",
    "imagemagick-6.q16": f"{_MAGICK} {' '.join(f'{one}-im6' for one in _MAGICK.split())}",
    "imagemagick-7.q16": f"{_MAGICK} magick {' '.join(f'{one}-im7' for one in _MAGICK.split())}",
    **{f"php{version}-cli": "php phar phar.phar" for version in ("7.4", "8.2", "8.4")},
    "php-cli": "php phar phar.phar",
    **{f"openjdk-{version}-jre-headless": "java keytool rmiregistry jexec" for version in (17, 21, 25)},
    **{f"openjdk-{version}-jdk-headless": _JDK for version in (17, 21, 25)},
    "openjdk-11-jre-headless": "java keytool rmiregistry jexec jjs pack200 rmid unpack200",
    "openjdk-11-jdk-headless": f"{_JDK} jaotc rmic",
    **{f"openjdk-{version}-jdk": "jconsole" for version in (11, 17, 21, 25)},
    **{f"openjdk-{version}-jre": "" for version in (11, 17, 21, 25)},
}  # fmt: skip
"""Alternatives that the scripts of these packages create in a loop over names; source: their postinst."""


class Package(NamedTuple):
    """One package of a release."""

    depends: list[list[str]]
    """All are required; each is a list of alternatives."""
    recommends: list[list[str]]
    path: str
    required: bool


class Archive:
    """The main component of one release, for amd64."""

    def __init__(self, folder: Path, release: str) -> None:
        self.folder, self.release = folder, release
        self.packages: dict[str, Package] = {}
        self.providers: dict[str, list[str]] = {}
        for fields in _records(folder / f"Packages-{release}.xz"):
            name = fields["Package"]
            needed = [*_relations(fields.get("Pre-Depends", "")), *_relations(fields.get("Depends", ""))]
            self.packages[name] = Package(
                needed,
                _relations(fields.get("Recommends", "")),
                fields["Filename"],
                fields.get("Priority") == "required",
            )
            for provided in _relations(fields.get("Provides", "")):
                self.providers.setdefault(provided[0], []).append(name)
        self.shipped: dict[str, set[str]] = {}
        for part in (f"Contents-{release}.gz", f"Contents-all-{release}.gz"):
            with gzip.open(folder / part, "rt", encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    if line.startswith(BINS):
                        path, _, owners = line.rstrip().rpartition(" ")
                        name = path.rstrip().rpartition("/")[2]
                        for owner in owners.split(","):
                            self.shipped.setdefault(owner.rpartition("/")[2], set()).add(name)
        made = folder / f"scripts-{release}.json"
        self.alternatives: dict[str, list[str] | None] = json.loads(made.read_text()) if made.is_file() else {}

    def programs(self, package: str) -> set[str]:
        """The programs of one package, including those that its scripts link."""
        found = set(self.shipped.get(package, ()))
        found.update(BY_VARIABLE.get(package, "").split())
        return found | {one for one in self.alternatives.get(package) or () if one != "program"}

    def is_opaque(self, package: str) -> bool:
        """Whether scripts of a package create links with names that cannot be read."""
        return package in self.alternatives and self.alternatives[package] is None and package not in BY_VARIABLE

    def closure(self, names: Iterable[str], there: Iterable[str], recommends: bool = False) -> tuple[set[str], bool]:
        """Everything that apt installs for these names, and whether it is certain: of several providers all are
        included.
        """
        have, found, sure = set(there), set(), True
        queue = list(names)
        while queue:
            name = queue.pop()
            if name in have or name in found:
                continue
            package = self.packages.get(name)
            if package is None:
                sure = False
                continue
            found.add(name)
            for choice in [*package.depends, *(package.recommends if recommends else ())]:
                if any(one in have or one in found for one in choice):
                    continue
                real = next((one for one in choice if one in self.packages), None)
                if real is not None:
                    queue.append(real)
                    continue
                providers = [one for each in choice for one in self.providers.get(each, ())]
                if any(one in have or one in found for one in providers):
                    continue
                queue += providers[:6]
                sure = sure and 0 < len(providers) <= 6
        return found, sure

    def fetch_scripts(self, mirror: str, names: Iterable[str]) -> None:
        """Read the scripts of packages: only the beginning of each archive is downloaded."""

        def read(name: str) -> tuple[str, list[str] | None]:
            request = urllib.request.Request(
                f"{mirror}/{self.packages[name].path}", headers={"Range": "bytes=0-150000"}
            )
            for attempt in range(6):
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        return name, _links(answer.read(150001))
                except OSError:
                    time.sleep(attempt)
            return name, None

        wanted = sorted({name for name in names if name in self.packages} - self.alternatives.keys())
        with ThreadPoolExecutor(8) as pool:
            for name, links in pool.map(read, wanted):
                if links is None or links:
                    self.alternatives[name] = links
        (self.folder / f"scripts-{self.release}.json").write_text(
            json.dumps(self.alternatives, indent=0, sort_keys=True)
        )


def _links(head: bytes) -> list[str] | None:
    """The names that the scripts at the beginning of a package link on PATH; None if these cannot be read."""
    at = 8
    while at < len(head):
        name, size = head[at : at + 16].decode().strip().rstrip("/"), int(head[at + 48 : at + 58])
        data = head[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
        if not name.startswith("control.tar"):
            continue
        found: list[str] = []
        try:
            archive = tarfile.open(fileobj=io.BytesIO(data))
            for member in archive.getmembers():
                if member.name.rpartition("/")[2] not in ("postinst", "preinst"):
                    continue
                script = archive.extractfile(member)
                assert script is not None
                text = script.read().decode("utf-8", "replace").replace("\\\n", " ")
                for path in _ALTERNATIVE.findall(text) if "update-alternatives" in text else ():
                    folder, _, link = path.strip("\"'").lstrip("/").rpartition("/")
                    if ("$" in path and ("bin" in folder or "$" in folder)) or not folder:
                        return None
                    if f"{folder}/" in BINS:
                        found.append(link)
        except (tarfile.TarError, EOFError, lzma.LZMAError):
            return None
        return sorted(set(found))
    return None


def _records(place: Path) -> Iterable[dict[str, str]]:
    with lzma.open(place, "rt", encoding="utf-8") as lines:
        fields: dict[str, str] = {}
        for line in lines:
            if line == "\n":
                yield fields
                fields = {}
            elif not line.startswith(" "):
                key, _, value = line.rstrip("\n").partition(": ")
                fields[key] = value
        if fields:
            yield fields


def _relations(text: str) -> list[list[str]]:
    groups = (part.split("|") for part in text.split(",") if part.strip())
    return [[re.split(r"[\s(:\[]", one.strip(), maxsplit=1)[0] for one in group] for group in groups]


__all__: list[Any] = ["Archive"]
