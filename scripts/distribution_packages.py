"""Make server/dockwright/image/distribution_packages.json: which package brings a program, and what an install brings.

Debian: from the archive's indexes, as scripts/debian_archive.py reads them. Alpine: scripts/alpine_packages.toml, written by hand.
The RPM family: scripts/rpm_bases.py.
Ubuntu has no row of its own: its packages come from Debian, and packages.py takes the nearest release for likely.

To renew: `python scripts/distribution_packages.py PACKAGES [MIRROR]`; PACKAGES is the folder of scripts/bases.py. With a mirror of
the archive, the scripts of packages are read for the alternatives that they make. The packages that count are those that public
Dockerfiles install and those of common tools: scripts/package_names.txt.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import rpm_bases
from debian_archive import Archive

HERE = Path(__file__).parent
IMAGE = HERE.parent / "server" / "dockwright" / "image" / "bases"
OUTPUT = IMAGE / "distribution_packages.json"
RELEASES = {"debian 11": "bullseye", "debian 12": "bookworm", "debian 13": "trixie"}
LIKELIEST = (
    "netcat-openbsd", "iputils-ping", "vim", "gawk", "default-jre-headless", "default-jdk-headless", "nodejs", "gpg", "procps", "telnet",
    "imagemagick-6.q16", "imagemagick-7.q16", "dnsutils", "bind9-dnsutils", "bind9-host", "mawk", "python3-minimal", "python3", "python3-pip",
    "ruby", "perl-base", "perl", "gcc", "g++", "iproute2", "traceroute", "openssh-client", "mariadb-client", "php-cli", "golang-go", "pkgconf",
    "pkg-config", "imagemagick", "xz-utils", "adduser", "cron", "sqv", "xxd", "tini", "whois", "rename", "ftp",
)  # fmt: skip
"""If several packages contain a program, the one that is usually meant."""
PROVIDERS = {"pip": "python3-pip", "pip3": "python3-pip", "java": "default-jre-headless", "javac": "default-jdk-headless",
             "convert": "imagemagick", "ssh": "openssh-client", "mysql": "default-mysql-client", "php": "php-cli", "python": "python-is-python3",
             "gpg": "gnupg", "vi": "vim", "npx": "npm", "composer": "composer", "go": "golang-go", "cc": "gcc", "c++": "g++",
             "ruby": "ruby", "gem": "ruby", "dig": "dnsutils", "host": "bind9-host", "nslookup": "dnsutils", "lua": "lua5.4",
             "nc": "netcat-openbsd", "netcat": "netcat-openbsd", "telnet": "telnet", "gcc": "gcc", "g++": "g++", "node": "nodejs", "python3": "python3",
             "perl": "perl-base", "psql": "postgresql-client", "docker": "docker.io"}  # fmt: skip
"""Packages that are usually named where the index names their dependencies."""


def main() -> None:
    names = (HERE / "package_names.txt").read_text(encoding="utf-8").split()
    distributions = json.loads((IMAGE / "bases.json").read_text(encoding="utf-8"))["distributions"]
    tables = {}
    for release, name in RELEASES.items():
        archive = Archive(Path(sys.argv[1]), name)
        if len(sys.argv) > 2:
            archive.fetch_scripts(
                sys.argv[2], (one for each in names for one in archive.closure([each], (), recommends=True)[0])
            )
        tables[release] = of_archive(archive, distributions[release], names)
    tables["alpine"] = of_alpine()
    OUTPUT.write_text(written(tables | rpm_bases.tables()), encoding="utf-8")


def written(tables: dict[str, Any]) -> str:
    """The tables as JSON: one per line."""
    lines = [f" {json.dumps(key)}: {json.dumps(table, separators=(',', ':'))}" for key, table in tables.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def of_archive(archive: Archive, distribution: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """One release of Debian.

    `programs` has the programs of each package; `brings` the packages with programs that an install adds to the plain
    distribution, and `recommends` those added by Recommends. A package in none of them is unknown.
    """
    there = distribution["packages"].split()
    programs: dict[str, str] = {}
    brings: dict[str, str] = {}
    recommends: dict[str, str] = {}
    opaque = []
    for name in names:
        if name not in archive.packages:
            continue
        sure, known = archive.closure([name], there)
        wide, wide_known = archive.closure([name], there, recommends=True)
        if len(wide) > 700:
            wide, wide_known = sure, False
        if not known or any(archive.is_opaque(one) for one in sure):
            opaque.append(name)
        elif not wide_known or any(archive.is_opaque(one) for one in wide):
            opaque.append(f"+{name}")
        with_programs = {one for one in wide if archive.programs(one)}
        brings[name] = " ".join(sorted(with_programs & sure))
        if with_programs - sure:
            recommends[name] = " ".join(sorted(with_programs - sure))
        for one in with_programs:
            programs[one] = " ".join(sorted(archive.programs(one)))
    provider: dict[str, str] = {}
    own = {one for one in names if one in archive.packages}
    ranks = {one: rank for rank, one in enumerate(LIKELIEST)}
    owners: dict[str, list[str]] = {}
    for package in own:
        for program in archive.programs(package):
            owners.setdefault(program, []).append(package)
    for program, packages in sorted(owners.items()):
        exact = [one for one in packages if one == program]
        provider[program] = (exact or sorted(packages, key=lambda one: (ranks.get(one, 99), len(one), one)))[0]
    for program, package in PROVIDERS.items():
        if package in archive.packages:
            provider[program] = package
    # an entry with equal name and package is redundant
    same = sorted(program for program, package in provider.items() if program == package)
    others: dict[str, list[str]] = {}
    for program, package in provider.items():
        if program != package:
            others.setdefault(package, []).append(program)
    return {
        "programs": dict(sorted(programs.items())),
        "brings": brings,
        "recommends": recommends,
        "opaque": " ".join(opaque),
        "same": " ".join(same),
        "provider": {package: " ".join(sorted(those)) for package, those in sorted(others.items())},
    }


def of_alpine() -> dict[str, Any]:
    """Alpine, all releases: its packages include those of their dependencies."""
    table = tomllib.loads((HERE / "alpine_packages.toml").read_text(encoding="utf-8"))
    provider: dict[str, list[str]] = {}
    for program, package in table["provider"].items():
        provider.setdefault(package, []).append(program)
    taken = set(table["provider"])
    for package, programs in table["brings"].items():
        if package not in ("build-base", "g++", "py3-pip", "npm", "gcc", "mercurial"):
            provider.setdefault(package, []).extend(one for one in programs.split() if one not in taken)
            taken.update(programs.split())
    for package, program in (("gcc", "gcc cc cpp"), ("g++", "g++ c++"), ("npm", "npm"), ("mercurial", "hg")):
        provider.setdefault(package, []).extend(program.split())
    return {
        "programs": table["brings"],
        "brings": {package: package for package in table["brings"]},
        "recommends": {},
        "opaque": "",
        "same": "",
        "provider": {package: " ".join(sorted(set(programs))) for package, programs in sorted(provider.items())},
    }


if __name__ == "__main__":
    main()
