"""Make server/dockwright/image/bases/account_packages.json: packages that create no user and no group.

Debian: of the packages in scripts/package_names.txt, those for which no package that apt installs with them, including
recommended ones, depends on a program that creates accounts, in any release with the package; Debian's policy requires
this dependency for packages that create accounts. Others: scripts/account_packages.toml, written by hand.

To update: `python scripts/account_packages.py PACKAGES`; PACKAGES is the folder of scripts/bases.py.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debian_archive import Archive

HERE = Path(__file__).parent
IMAGE = HERE.parent / "server" / "dockwright" / "image" / "bases"
OUTPUT = IMAGE / "account_packages.json"
MAKERS = frozenset(
    {"adduser", "passwd", "systemd-sysusers", "systemd-standalone-sysusers", "opensysusers", "sysuser-helper"}
)
"""Dependencies of packages whose scripts create accounts."""
THEMSELVES = frozenset({"systemd", "udev", "dbus", "base-passwd", "polkitd", "adduser", "passwd", "opensysusers"})
"""Packages that create accounts without such a dependency."""
ELSEWHERE = ("nginx", "libnginx", "ssmtp")
"""Packages that others publish with the same names, and that create accounts there."""


def main() -> None:
    from debian_archive import Archive
    from distribution_packages import RELEASES

    archives = {release: Archive(Path(sys.argv[1]), name) for release, name in RELEASES.items()}
    distributions = json.loads((IMAGE / "bases.json").read_text(encoding="utf-8"))["distributions"]
    names = (HERE / "package_names.txt").read_text(encoding="utf-8").split()
    there = {release: distributions[release]["packages"].split() for release in archives}
    own = [name for name in names if not name.startswith(ELSEWHERE) and _adds_none(name, archives, there)]
    write({"deb": " ".join(sorted(own)), **by_hand()})


def by_hand() -> dict[str, str]:
    """The families whose packages were written by hand."""
    table = tomllib.loads((HERE / "account_packages.toml").read_text(encoding="utf-8"))
    return {family: " ".join(sorted(set(names.split()))) for family, names in table.items()}


def write(table: dict[str, str]) -> None:
    """One family per line."""
    OUTPUT.write_text(f"{json.dumps(table, indent=0)}\n", encoding="utf-8")


def _adds_none(name: str, archives: dict[str, Archive], there: dict[str, list[str]]) -> bool:
    having = [release for release, archive in archives.items() if name in archive.packages]
    return bool(having) and all(_is_harmless(name, archives[release], there[release]) for release in having)


def _is_harmless(name: str, archive: Archive, there: list[str]) -> bool:
    found, sure = archive.closure([name], there, recommends=True)
    needed = {one for each in found for choice in archive.packages[each].depends for one in choice}
    return sure and not found & THEMSELVES and not needed & MAKERS


if __name__ == "__main__":
    main()
