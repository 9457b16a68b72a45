"""The table of packages that releases lack: made of what its script says, and of indexes as apt and apk read them."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from dockwright.image.bases.absent_packages import absent
from dockwright.image.bases.tags import Distribution
from generated import ROOT, check, script

TABLE = script("absent_packages")


def test_it_is_made_of_its_sources() -> None:
    check(TABLE.OUTPUT, TABLE.written())


def test_every_package_was_looked_up() -> None:
    recorded = json.loads(TABLE.RECORD.read_text(encoding="utf-8"))
    assert recorded["names"].split() == sorted(TABLE.names(TABLE.source()))


def test_what_was_written_by_hand_names_its_source_and_packages_of_the_table() -> None:
    tables = TABLE.source()
    known = TABLE.names(tables)
    for row in tables["by_hand"]:
        assert row["source"]
        unknown = [one for one in row["lacks"].split() if "*" not in one and one not in known]
        assert not unknown, row["of"]


@pytest.mark.parametrize("family", TABLE.FAMILIES)
def test_no_release_is_offered_what_it_lacks(family: str) -> None:
    recorded = json.loads(TABLE.RECORD.read_text(encoding="utf-8"))
    lacks = TABLE.lacking(family, TABLE.source(), recorded)
    for name, row in json.loads(TABLE.OUTPUT.read_text(encoding="utf-8")).items():
        for instead, releases in row.get(family, {}).items():
            for release, missing in lacks.items():
                if release in releases.removesuffix("+").split():
                    assert name in missing
                    assert instead not in missing, f"{instead} instead of {name} in {family} {release}"


def test_debian_has_what_builds_need() -> None:
    recorded = json.loads(TABLE.RECORD.read_text(encoding="utf-8"))["lacks"]
    for release in ("debian 11", "debian 12", "debian 13"):
        assert not TABLE.needed("deb") & {*recorded[release].split()}, release


@pytest.mark.parametrize(
    ("family", "release", "package", "instead"),
    [
        ("debian", "12", "python", "python3"),
        ("debian", "11", "python", None),
        ("debian", "14", "python", "python3"),
        # gconf was in Debian 12, and a package of that release provides libappindicator1
        ("debian", "12", "libgconf-2-4", None),
        ("debian", "13", "libgconf-2-4", ""),
        ("debian", "12", "libappindicator1", None),
        # what is instead differs by release
        ("debian", "12", "libldap-2.4-2", "libldap-2.5-0"),
        ("debian", "13", "libldap-2.4-2", "libldap2"),
        ("debian", "11", "libldap-2.5-0", "libldap-2.4-2"),
        ("debian", "11", "libffi6", "libffi7"),
        # two packages provide netcat, among which apt refuses to choose; one alone provides yarn
        ("debian", "12", "netcat", "netcat-openbsd"),
        ("debian", "12", "yarn", None),
        ("ubuntu", "22.04", "yarn", None),
        ("debian", "13", "yarn", "yarnpkg"),
        # not known of releases after the newest one that was read
        ("debian", "14", "openjdk-17-jdk", None),
        ("debian", "13", "openjdk-17-jre", "default-jre"),
        ("debian", "12", "mysql-server", "default-mysql-server"),
        # in no release, and so in one that is not known
        ("alpine", "", "build-essential", "build-base"),
        ("alpine", "", "python", None),
        ("alpine", "3.15", "default-jdk", "openjdk17-jdk"),
        ("debian", "", "build-base", "build-essential"),
        ("debian", "8", "libpng12-dev", None),
    ],
)
def test_packages_of_releases(family: str, release: str, package: str, instead: str | None) -> None:
    assert absent(Distribution(family, "", family, release, True, True), package) == instead


@pytest.fixture
def indexes(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield script("package_indexes")
    sys.modules.pop("package_indexes", None)


DEB = """Package: cmdtest
Version: 0.32
Provides: yarn (= 1), other:any

Package: netcat-openbsd
Provides: netcat

Package: netcat-traditional
Provides: netcat
"""


def test_a_virtual_package_of_one_provider_is_there(indexes: Any, tmp_path: Path) -> None:
    (tmp_path / "host_dists_one_Packages.xz").write_bytes(lzma.compress(DEB.encode()))
    found = indexes.available(["http://host/dists/one/Packages.xz"], tmp_path)
    assert found == {"cmdtest", "yarn", "other", "netcat-openbsd", "netcat-traditional"}


def test_an_index_of_alpine(indexes: Any, tmp_path: Path) -> None:
    text = b"P:python2\nV:2.7\np:python=2.7-r0 cmd:python2=2.7-r0\n\nP:npm\nV:1\n"
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        member = tarfile.TarInfo("APKINDEX")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    (tmp_path / "host_v3_APKINDEX.tar.gz").write_bytes(gzip.compress(raw.getvalue()))
    found = indexes.available(["https://host/v3/APKINDEX.tar.gz"], tmp_path)
    assert found >= {"python2", "python", "npm"}


def test_the_urls_of_a_release_are_each_there_once(indexes: Any) -> None:
    archive = {"releases": {"12": "bookworm"}, "urls": ["a/{}[part]/x", "b/{}-security/x"], "parts": ["", "-updates"]}
    assert indexes.urls(archive, "12") == ["a/bookworm/x", "a/bookworm-updates/x", "b/bookworm-security/x"]
