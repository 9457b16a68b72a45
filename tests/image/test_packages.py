"""Which package brings a program, and what comes with an install."""

from __future__ import annotations

import pytest

from dockwright.image.bases.base import base_of
from dockwright.image.bases.packages import brings, package_of


@pytest.mark.parametrize(
    ("image", "program", "package"),
    [
        ("debian:12", "curl", "curl"),
        ("debian:12", "ps", "procps"),
        ("debian:12", "ping", "iputils-ping"),
        ("debian:12", "pip3", "python3-pip"),
        ("debian:12", "dig", "dnsutils"),
        ("debian:13", "dig", "bind9-dnsutils"),
        ("debian:12", "envsubst", "gettext-base"),
        ("debian:12", "add-apt-repository", "software-properties-common"),
        ("debian:13", "add-apt-repository", None),
        ("debian:12", "update-ca-certificates", "ca-certificates"),
        ("debian:12", "g++", "g++"),
        ("debian:12", "java", "default-jre-headless"),
        ("ubuntu:22.04", "killall", "psmisc"),
        ("node:22", "jq", "jq"),
        ("alpine:3.20", "useradd", "shadow"),
        ("alpine:3.20", "bash", "bash"),
        ("alpine:3.20", "pip3", "py3-pip"),
        ("alpine:3.20", "g++", "g++"),
        ("alpine:3.20", "envsubst", "gettext"),
        ("fedora:43", "ps", "procps-ng"),
        ("rockylinux:9", "g++", "gcc-c++"),
        ("rockylinux:9", "useradd", "shadow-utils"),
        ("rockylinux:9", "java", None),
        ("amazonlinux:2023", "jq", "jq"),
        ("amazonlinux:2", "jq", None),
        ("centos:7", "node", None),
        ("almalinux:9", "dig", "bind-utils"),
        ("opensuse/leap:15.6", "ps", None),
        ("debian:12", "no-such-program", None),
    ],
)
def test_package_of(image: str, program: str, package: str | None) -> None:
    assert package_of(base_of(image), program) == package


@pytest.mark.parametrize(
    ("image", "package", "there", "absent"),
    [
        ("debian:12", "curl", "curl", "wget update-ca-certificates"),
        ("debian:12", "git", "git git-upload-pack", "ssh less"),
        ("debian:12", "build-essential", "gcc g++ make dpkg-buildpackage cc", "git cmake"),
        ("debian:12", "vim", "vim vi", "nano"),
        ("debian:12", "netcat-openbsd", "nc", "ping"),
        ("debian:12", "procps", "ps top free w", "killall"),
        ("debian:12", "openjdk-17-jre-headless", "java keytool", "javac mvn"),
        ("debian:12", "libpq-dev", "pg_config", "psql gcc"),
        ("debian:13", "python3-pip", "pip3 python3", "gcc"),
    ],
)
def test_what_an_install_brings(image: str, package: str, there: str, absent: str) -> None:
    programs, others = brings(base_of(image), "deb", [package], recommends=False)
    assert programs >= set(there.split())
    assert not others
    assert not programs & set(absent.split())


def test_recommended_packages_come_along() -> None:
    assert "ssh" in brings(base_of("debian:12"), "deb", ["git"])[0]
    assert "update-ca-certificates" in brings(base_of("debian:12"), "deb", ["curl"])[0]


def test_alpine() -> None:
    assert brings(base_of("alpine:3.20"), "apk", ["shadow"])[0] >= {"useradd", "groupadd"}
    assert not brings(base_of("alpine:3.20"), "apk", ["curl"])[1]


@pytest.mark.parametrize(
    ("image", "family", "package"),
    [
        ("debian:12", "deb", "my-own-package"),
        ("ubuntu:22.04", "deb", "nodejs"),
        ("debian:12", "rpm", "curl"),
        ("fedora:43", "rpm", "curl"),
        ("debian:9", "deb", "curl"),
        ("example.com/tools:1", "deb", "curl"),
    ],
)
def test_there_may_be_others(image: str, family: str, package: str) -> None:
    assert brings(base_of(image), family, [package])[1]
