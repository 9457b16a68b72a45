"""What is foreseen on base images of the RPM family, one by one, and the look-alikes of which nothing is said."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot

CODES = frozenset(["command-not-installed", "package-manager-missing", "user-unknown", "id-taken"])


def told(source: str) -> list[tuple[str, str]]:
    """The findings that are louder than a hint, by code and message."""
    return [
        (finding.code, finding.message)
        for finding in Snapshot.of(source).findings
        if finding.code in CODES and finding.severity < Severity.INFORMATION
    ]


@pytest.mark.parametrize(
    ("lines", "code", "word"),
    [
        ("fedora:43\nRUN apt-get update", "package-manager-missing", "`dnf`"),
        ("centos:7\nRUN dnf install -y gcc", "package-manager-missing", "`yum`"),
        ("centos:7\nRUN apk add curl", "package-manager-missing", "`yum`"),
        ("centos:7\nRUN python3 -V", "command-not-installed", "`python3`"),
        ("rockylinux:9\nRUN ip addr", "command-not-installed", "`iproute`"),
        ("rockylinux:9\nRUN yum install -y unzip && wget http://example.com/a.zip", "command-not-installed", "`wget`"),
        ("rockylinux:9-minimal\nRUN dnf install -y git", "package-manager-missing", "`microdnf`"),
        ("almalinux:9\nRUN git clone http://example.com/a", "command-not-installed", "`git`"),
        ("almalinux:9-minimal\nRUN yum -y update", "package-manager-missing", "`microdnf`"),
        ("oraclelinux:7-slim\nRUN unzip a.zip", "command-not-installed", "`unzip`"),
        ("oraclelinux:8-slim\nRUN dnf install -y unzip", "package-manager-missing", "`microdnf`"),
        ("amazonlinux:2\nRUN useradd app", "command-not-installed", "`shadow-utils`"),
        ("amazonlinux:2\nRUN dnf install -y gcc", "package-manager-missing", "`yum`"),
        ("amazonlinux:2023\nRUN tar xf a.tar", "command-not-installed", "`tar`"),
        ("amazonlinux:2023\nRUN groupadd app", "command-not-installed", "`shadow-utils`"),
        ("public.ecr.aws/amazonlinux/amazonlinux:2023\nRUN find / -name a", "command-not-installed", "`findutils`"),
        (
            "registry.access.redhat.com/ubi9/ubi-minimal:9.5\nRUN dnf install -y tar",
            "package-manager-missing",
            "`microdnf`",
        ),
        ("registry.access.redhat.com/ubi9-micro\nRUN microdnf install -y tar", "package-manager-missing", "`microdnf`"),
        ("redhat/ubi8\nRUN apt-get install -y tar", "package-manager-missing", "`dnf`"),
        ("opensuse/leap:15.6\nRUN yum install -y tar", "package-manager-missing", "`zypper`"),
        ("ubuntu:18.04\nRUN curl -fsSLO http://example.com/a", "command-not-installed", "`curl`"),
        ("rockylinux:9\nUSER www-data\nRUN id", "user-unknown", "`www-data`"),
        ("fedora:43\nCOPY --chown=app a /a", "user-unknown", "`app`"),
        ("rockylinux:9\nRUN chown -R nginx:nginx /srv", "user-unknown", "`nginx`"),
        ("centos:7\nRUN useradd -g docker app", "user-unknown", "`docker`"),
        ("rockylinux:9\nRUN useradd games", "id-taken", "`games`"),
    ],
)
def test_it_is_told(lines: str, code: str, word: str) -> None:
    found = told(f"FROM {lines}\n")
    assert [one for one, _ in found] == [code]
    assert word in found[0][1]


@pytest.mark.parametrize(
    "lines",
    [
        "fedora:43\nRUN dnf install -y wget && wget -q http://example.com/a",
        "fedora:43\nRUN dnf5 install -y gcc && tar xf a.tar && sudo ls",
        "fedora:43\nRUN dnf install -y @development-tools && gcc a.c",
        "fedora:43\nRUN yum install -y httpd\nUSER apache\nRUN id",
        "fedora:43\nRUN find / -name a",
        "centos:7\nRUN yum install -y epel-release && yum install -y jq nodejs && jq . a && node a",
        "centos:7\nRUN python -V && ps aux && tar xf a.tar",
        "centos:7.9.2009\nRUN yum -y update && useradd app && chown app:app /srv",
        "rockylinux:8\nRUN ping -c 1 localhost && dnf install -y which git && which git",
        "rockylinux:9\nRUN dnf install -y java-21-openjdk-headless && which java || true",
        "rockylinux:9\nRUN command -v wget || dnf install -y wget",
        "rockylinux:9\nRUN python3 -V && useradd app && id app",
        "rockylinux/rockylinux:9\nRUN wget http://example.com/a",
        "rockylinux:9-minimal\nRUN microdnf install -y tar && tar xf a.tar && curl -O http://example.com/a",
        "rockylinux:9-minimal\nRUN microdnf install -y dnf && dnf install -y git && git --version",
        "almalinux:9\nRUN dnf install -y gcc make && make",
        "almalinux:10\nRUN wget http://example.com/a",
        "almalinux:9\nCOPY wget /usr/local/bin/wget\nRUN wget http://example.com/a",
        "almalinux:9\nRUN chown -R nobody:nobody /srv && chown root:wheel /a",
        "oraclelinux:8\nRUN dnf install -y git && git --version",
        "oraclelinux:8\nRUN wget http://example.com/a",
        "amazonlinux:2\nRUN yum install -y shadow-utils tar && useradd app && tar xf a.tar\nUSER app\nRUN id",
        "amazonlinux:2\nRUN amazon-linux-extras install -y docker && docker --version",
        "amazonlinux:2023\nRUN dnf install -y shadow-utils && useradd app && chown app /srv",
        "amazonlinux:2023\nRUN yum install -y git && git --version",
        "registry.access.redhat.com/ubi9/ubi-minimal\nRUN microdnf install -y shadow-utils && useradd app",
        "registry.access.redhat.com/ubi9/ubi\nRUN yum install -y git && git --version\nUSER default",
        "registry.access.redhat.com/ubi8/nodejs-16\nRUN npm ci && wget http://example.com/a",
        "registry.access.redhat.com/ubi9/ubi\nRUN wget http://example.com/a",
        "quay.io/centos/centos:stream9\nRUN dnf install -y git && git --version",
        "opensuse/tumbleweed\nRUN zypper --non-interactive install git && git --version",
        "opensuse/leap:15.6\nRUN which bash && tar xf a.tar",
        "ubuntu:18.04\nRUN apt-get update && apt-get install -y curl && curl http://example.com && man ls",
        "public.ecr.aws/lambda/python:3.12\nRUN dnf install -y gcc",
    ],
)
def test_nothing_is_told(lines: str) -> None:
    assert told(f"FROM {lines}\n") == []


@pytest.mark.parametrize(
    ("image", "line"),
    [
        ("rockylinux:9", "RUN dnf install -y wget && dnf clean all"),
        ("centos:7", "RUN yum install -y wget && yum clean all"),
        ("almalinux:9-minimal", "RUN microdnf install -y wget && microdnf clean all"),
    ],
)
def test_it_is_installed_by_the_own_package_manager(image: str, line: str) -> None:
    findings = Snapshot.of(f"FROM {image}\nRUN wget http://example.com/a\n").findings
    (fix,) = (fix for one in findings if one.code == "command-not-installed" for fix in one.fixes)
    assert fix.edits[0].new == f"{line}\n"


@pytest.mark.parametrize(
    "lines", ["fedora:43\nRUN wget -q http://example.com/a", "quay.io/fedora/fedora:42\nRUN which bash"]
)
def test_what_no_list_says_is_a_hint(lines: str) -> None:
    found = [one for one in Snapshot.of(f"FROM {lines}\n").findings if one.code == "command-not-installed"]
    assert [one.severity for one in found] == [Severity.HINT]
