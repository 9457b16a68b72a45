"""The tables against a real engine, and against the sources that are at hand."""

from __future__ import annotations

import json
import tomllib

import pytest

from dockwright.image.answer import Answer
from dockwright.image.bases import base_tables
from dockwright.image.bases.base import base_of
from dockwright.image.bases.packages import package_of
from engine.conftest import engine  # noqa: F401
from engine.engine import Engine
from generated import ROOT, script
from shared import SHARED, needs_shared

ASKED = [
    "curl",
    "wget",
    "git",
    "python3",
    "pip",
    "pip3",
    "node",
    "npm",
    "npx",
    "yarn",
    "java",
    "javac",
    "make",
    "gcc",
    "g++",
    "cc",
    "cmake",
    "vim",
    "vi",
    "nano",
    "less",
    "sudo",
    "gosu",
    "unzip",
    "zip",
    "xz",
    "bzip2",
    "gpg",
    "openssl",
    "ps",
    "top",
    "killall",
    "ping",
    "nc",
    "ip",
    "ss",
    "ifconfig",
    "netstat",
    "dig",
    "host",
    "nslookup",
    "ssh",
    "scp",
    "rsync",
    "jq",
    "file",
    "xxd",
    "bc",
    "tree",
    "envsubst",
    "perl",
    "ruby",
    "php",
    "go",
    "cargo",
    "rustc",
    "mvn",
    "useradd",
    "adduser",
    "groupadd",
    "addgroup",
    "usermod",
    "deluser",
    "userdel",
    "apk",
    "apt",
    "apt-get",
    "dpkg",
    "yum",
    "dnf",
    "rpm",
    "systemctl",
    "service",
    "crontab",
    "bash",
    "sh",
    "ash",
    "zsh",
    "awk",
    "sed",
    "tar",
    "gzip",
    "find",
    "xargs",
    "which",
    "install",
    "chmod",
    "update-ca-certificates",
    "locale-gen",
    "add-apt-repository",
    "lsb_release",
    "docker",
    "psql",
    "mysql",
    "sqlite3",
    "redis-cli",
]


def _found(engine: Engine, image: str, names: list[str]) -> set[str]:  # noqa: F811
    asked = f'for name in {" ".join(map(repr, names))}; do command -v "$name" >/dev/null && echo "$name"; done; true'
    return set(
        engine.run(
            image, "sh", "-c", f"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; {asked}"
        ).output.split()
    )


def test_debian_has_what_the_table_says(engine: Engine) -> None:  # noqa: F811
    base = base_of("debian:12")
    (release,) = base_tables.releases("debian", "12")
    # Some names are words of the shell, too, or belong to one point release.
    assert release.programs - _found(engine, "debian:12", sorted(release.programs)) <= {"[", "perl5.36.0"}
    there = _found(engine, "debian:12", ASKED)
    assert {name for name in ASKED if base.program(name) is Answer.YES} == there
    assert {name for name in ASKED if base.program(name) is Answer.NO} == set(ASKED) - there
    assert sum(package_of(base, name) is not None for name in ASKED if name not in there) > 50


def test_busybox_has_what_the_table_says(engine: Engine) -> None:  # noqa: F811
    base = base_of("busybox")
    there = _found(engine, "busybox", ASKED)
    for name in ASKED:
        if base.program(name) is not Answer.UNKNOWN:
            assert (base.program(name) is Answer.YES) == (name in there), name


@pytest.mark.parametrize("kind", ["passwd", "group"])
def test_debian_has_the_accounts_of_the_table(engine: Engine, kind: str) -> None:  # noqa: F811
    (release,) = base_tables.releases("debian", "12")
    lines = engine.run("debian:12", "cat", f"/etc/{kind}").output.split()
    rows = {fields[0]: fields for line in lines if len(fields := line.split(":")) > 3}
    for name, row in release.accounts(kind == "group").items():
        number = row[0] if isinstance(row, list) else row
        assert rows[name][2] == number
    assert len(rows) >= len(release.accounts(kind == "group"))


def test_debian_has_the_folders_of_the_table(engine: Engine) -> None:  # noqa: F811
    (release,) = base_tables.releases("debian", "12")
    listed = engine.run("debian:12", "sh", "-c", f"ls -d {' '.join(release.folders)} 2>&1 >/dev/null; ls -d /*").output
    assert "cannot access" not in listed
    assert set(listed.split()) - {"/.dockerenv"} <= release.folders


@needs_shared
def test_alpine_is_made_of_its_source() -> None:
    assert SHARED is not None
    module = script("bases")
    written = json.loads(module.OUTPUT.read_bytes())["distributions"]
    for line in (SHARED / "data" / "alpine-rootfs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert written["alpine " + ".".join(row["version"].split(".")[:2])] == module.of_listing(row)


def test_rows_of_rpm_are_made_of_their_source() -> None:
    module = script("rpm_bases")
    folder = ROOT / "server" / "dockwright" / "image" / "bases"
    assert json.loads((folder / "bases.json").read_bytes())["rpm"] == module.images()
    tables = json.loads((folder / "distribution_packages.json").read_bytes())
    assert {name: tables[name] for name in module.tables()} == module.tables()


def test_old_releases_are_made_of_their_source() -> None:
    module = script("bases")
    written = json.loads(module.OUTPUT.read_bytes())["distributions"]
    rows = tomllib.loads((ROOT / "scripts" / "distributions.toml").read_text(encoding="utf-8"))
    old = {name: module.of_words(row) for name, row in rows.items() if "like" not in row}
    assert old
    assert {name: written[name] for name in old} == old


def test_packages_without_accounts_are_made_of_their_source() -> None:
    module = script("account_packages")
    written = json.loads(module.OUTPUT.read_bytes())
    assert {family: names for family, names in written.items() if family != "deb"} == module.by_hand()
    known = {*(ROOT / "scripts" / "package_names.txt").read_text(encoding="utf-8").split()}
    made = {*written["deb"].split()}
    assert {"curl", "ca-certificates", "wget", "unzip"} < made < known
    assert not made & {
        "dbus",
        "cron",
        "openssh-server",
        "postgresql",
        "redis-server",
        "systemd",
        "nginx",
        "openssh-client",
    }


def test_what_a_row_of_rpm_says_is_one_or_the_other() -> None:
    for name, row in json.loads(script("bases").OUTPUT.read_bytes())["rpm"].items():
        assert not set(row["programs"].split()) & set(row["lacks"].split()), name
