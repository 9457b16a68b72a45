"""What is said of base images: what is there, what is not, and where nothing may be said."""

from __future__ import annotations

import json

import pytest

from dockwright.image.answer import Answer
from dockwright.image.bases.base import base_of
from shared import SHARED, needs_shared

THERE = """
debian:12            bash apt-get dpkg useradd adduser perl awk tar
debian:13-slim       bash apt-get useradd awk
ubuntu:24.04         bash apt-get useradd ps
ubuntu:22.04         adduser ps
ubuntu               bash ps
alpine:3.20          sh apk wget unzip ping adduser nc
alpine               sh apk wget
node:22              node npm npx git curl gcc make python3 unzip
node:22-slim         node npm
node:20-alpine       node npm wget apk
python:3.12          python python3 pip pip3 git gcc curl
python:3.12-slim     python3 pip openssl
golang:1.26          go gofmt git gcc make
golang:1.26-alpine   go gofmt
rust:1.98-slim       cargo rustc gcc
php:8.3-fpm          php php-fpm curl gcc make docker-php-ext-install
nginx:1.30           nginx curl envsubst
postgres:17          psql gosu
eclipse-temurin:21-jdk java javac
gcr.io/distroless/base-debian12:debug sh busybox
busybox              sh wget vi
centos:7             bash yum rpm find tar ps python useradd adduser gpg
centos:7.9.2009      yum
rockylinux:8         dnf yum ping less tar
rockylinux:9         dnf yum curl find python3 openssl groupadd
rockylinux:9-minimal microdnf curl useradd
almalinux:9          dnf yum tar find xz
almalinux:9-minimal  microdnf curl
oraclelinux:7-slim   yum tar useradd
oraclelinux:8-slim   microdnf tar useradd
amazonlinux:2        yum python find vi
amazonlinux:2023     dnf yum python3 curl
public.ecr.aws/amazonlinux/amazonlinux:2023 dnf
fedora:43            dnf yum tar sudo useradd xz vi
fedora:38            dnf python3 tar
quay.io/fedora/fedora-minimal:42 bash useradd
registry.access.redhat.com/ubi9/ubi dnf yum tar gzip
registry.access.redhat.com/ubi9/ubi-minimal:9.5 bash microdnf rpm
redhat/ubi8-minimal  microdnf
opensuse/leap:15.6   zypper rpm
ubuntu:18.04         bash ps tar
ubuntu:16.04         bash gpg ps systemctl
"""
NOT_THERE = """
debian:12            curl wget git ps python3 sudo gcc make vim ping nc apk yum node unzip xz
debian:13-slim       adduser curl gpg
debian:buster-slim   curl wget sudo
ubuntu:24.04         adduser curl wget git python3 sudo vim
ubuntu:22.04         curl sudo python3
ubuntu:26.04         sudo curl
alpine:3.20          bash curl git useradd groupadd python3 sudo apt-get make
alpine               bash curl git python3 apt-get
alpine:3.24          bash curl useradd
node:22              vim sudo nc ping jq zip java go
node:22-slim         curl wget git gcc make python3 ps sudo vim apk gpg xz
node:20-alpine       bash curl git python3 make apt-get
python:3.12          vim sudo node npm
python:3.12-slim     git curl wget gcc make ps vim
golang:1.26          vim sudo unzip node
nginx:1.30           wget vim git ps
eclipse-temurin:21-jdk npm node git make
scratch              sh bash apk
gcr.io/distroless/static-debian12 sh bash apt-get curl ls
cgr.dev/chainguard/node:latest apt-get yum
cgr.dev/chainguard/python:latest sh apt-get
dhi.io/python:3.13 sh apt-get
busybox              bash curl git apk apt-get python3
centos:7             apt-get dnf microdnf wget which python3 pip sudo git
rockylinux:8         apk wget which python3 python git
rockylinux:9         wget which ps ip ping git vim pip microdnf unzip
rockylinux:9-minimal dnf yum python3 wget which git sudo
almalinux:9          wget which git vim microdnf
almalinux:9-minimal  dnf yum python3 wget
oraclelinux:7-slim   dnf wget which python3
oraclelinux:8-slim   dnf yum python3 which
amazonlinux:2        dnf tar useradd sudo which python3 unzip
amazonlinux:2023     tar useradd find which ps microdnf unzip
fedora:43            wget which ps git vim unzip apt-get
fedora               wget which tdnf
registry.access.redhat.com/ubi9/ubi apt-get apk zypper
registry.access.redhat.com/ubi9/ubi-minimal dnf yum python3 systemctl
registry.access.redhat.com/ubi9-micro rpm dnf microdnf
quay.io/centos/centos:stream9 apt-get apk
opensuse/tumbleweed  apt-get yum apk
ubuntu:18.04         curl wget git python3 python sudo ping vim
ubuntu:16.04         curl wget python sudo
"""
NOT_SAID = """
debian:buster        ping ip
debian               adduser
debian:8             curl systemctl
ubuntu:14.04         curl
node:22              yarn corepack
python:3.12-slim     python3.11 2to3
fedora:43            curl find hostname python3 microdnf
centos:7             less
rockylinux:9-minimal tar find
rockylinux/rockylinux:9 which wget dnf
almalinux:10         which dnf
oraclelinux:8        wget dnf
registry.access.redhat.com/ubi9/ubi-minimal curl tar which wget
registry.access.redhat.com/ubi9/nodejs-20 dnf apt-get
opensuse/leap:15.6   curl which tar
mysql:8              which wget
cgr.dev/chainguard/git:latest sh git
cgr.dev/chainguard/node:latest sh npm
cgr.dev/chainguard/go sh git
dhi.io/node:22       npm
dhi.io/alpine-base:3.22 sh
example.com/tools:1  sh curl
mysql:8              curl
"""


def _cases(table: str) -> list[tuple[str, str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return [(row[0], name) for row in rows for name in row[1:]]


@pytest.mark.parametrize(("image", "name"), _cases(THERE))
def test_is_there(image: str, name: str) -> None:
    assert base_of(image).program(name) is Answer.YES


@pytest.mark.parametrize(("image", "name"), _cases(NOT_THERE))
def test_is_not_there(image: str, name: str) -> None:
    assert base_of(image).program(name) is Answer.NO


@pytest.mark.parametrize(("image", "name"), _cases(NOT_SAID))
def test_is_not_said(image: str, name: str) -> None:
    assert base_of(image).program(name) is Answer.UNKNOWN


KNOWN_OTHERWISE = {
    ("node", "slim"): {"curl", "wget", "xz", "gpg"},
    ("php", ""): {"make", "gcc"},
    ("nginx", ""): {"curl"},
    ("composer", ""): {"python3"},
}
"""Where the lists of commands miss what a Dockerfile purges, installs from a variable, or takes along."""


@needs_shared
def test_agrees_with_lists_of_commands() -> None:
    assert SHARED is not None
    compared = 0
    for key, facts in json.loads((SHARED / "data" / "base-commands.json").read_bytes())["images"].items():
        for image in {key, *(name for name in facts["applies_to"] if " " not in name and "*" not in name)}:
            name, _, tag = image.partition(":")
            excused = next(
                (those for (of, kind), those in KNOWN_OTHERWISE.items() if of == name and kind in tag), set()
            )
            for command, row in facts["commands"].items():
                answer = base_of(image).program(command)
                if (
                    answer is Answer.UNKNOWN
                    or row["present"] is None
                    or command == "ca-certificates"
                    or command in excused
                ):
                    continue
                assert (answer is Answer.YES) == row["present"], (image, command)
                compared += 1
    assert compared > 3000


@pytest.mark.parametrize(
    ("image", "name", "answer"),
    [
        ("debian:12", "www-data", Answer.YES),
        ("debian:12", "33", Answer.YES),
        ("debian:12", "node", Answer.NO),
        ("debian:12", "1000", Answer.NO),
        ("ubuntu:24.04", "ubuntu", Answer.YES),
        ("ubuntu:24.04", "1000", Answer.YES),
        ("ubuntu:22.04", "1000", Answer.NO),
        ("alpine:3.20", "nobody", Answer.YES),
        ("alpine:3.20", "app", Answer.NO),
        ("node:22", "node", Answer.YES),
        ("node:22-alpine", "1000", Answer.YES),
        ("python:3.12", "node", Answer.NO),
        ("postgres:17", "postgres", Answer.YES),
        ("postgres:17", "app", Answer.NO),
        ("mongo:8", "app", Answer.UNKNOWN),
        ("nginx:alpine", "nginx", Answer.YES),
        ("scratch", "root", Answer.NO),
        ("fedora:43", "app", Answer.NO),
        ("rockylinux:9", "www-data", Answer.NO),
        ("rockylinux:9", "nobody", Answer.YES),
        ("rockylinux:9", "65534", Answer.YES),
        ("centos:7", "99", Answer.YES),
        ("centos:7", "nginx", Answer.NO),
        ("centos:7", "dbus", Answer.UNKNOWN),
        ("almalinux:9", "systemd-oom", Answer.UNKNOWN),
        ("almalinux:9", "999", Answer.UNKNOWN),
        ("almalinux:9", "1000", Answer.NO),
        ("amazonlinux:2023", "games", Answer.YES),
        ("almalinux:10", "app", Answer.UNKNOWN),
        ("registry.access.redhat.com/ubi9/ubi", "app", Answer.UNKNOWN),
        ("gcr.io/distroless/static-debian12:nonroot", "nonroot", Answer.YES),
        ("tomcat:10", "ubuntu", Answer.UNKNOWN),
    ],
)
def test_accounts(image: str, name: str, answer: Answer) -> None:
    assert base_of(image).account(name) is answer


def test_accounts_have_number_group_and_home() -> None:
    assert base_of("node:22").account_of("node") == ("node", "1000", "1000", "/home/node", False, False)
    assert base_of("debian:12").account_of("www-data") == ("www-data", "33", "33", "/var/www", False, False)
    assert base_of("debian:12").account_of("nobody") == ("nobody", "65534", "65534", "/nonexistent", False, False)


@pytest.mark.parametrize(
    ("image", "workdir", "user"),
    [
        ("debian:12", "/", "root"),
        ("alpine", "/", "root"),
        ("node:22", "/", "root"),
        ("golang:1.26", "/go", "root"),
        ("php:8.3-apache", "/var/www/html", "root"),
        ("redis:7", "/data", "root"),
        ("gcr.io/distroless/static-debian12:nonroot", "/home/nonroot", "65532"),
        ("gcr.io/distroless/static-debian12", "/", "root"),
        ("example.com/tools:1", None, None),
        ("cgr.dev/chainguard/node", None, None),
    ],
)
def test_workdir_and_user(image: str, workdir: str | None, user: str | None) -> None:
    assert (base_of(image).workdir, base_of(image).user) == (workdir, user)


@pytest.mark.parametrize(
    ("image", "path", "answer"),
    [
        ("debian:12", "/usr/local/bin", Answer.YES),
        ("debian:12", "/app", Answer.NO),
        ("debian:12", "/opt/app", Answer.NO),
        ("debian:12", "/etc/nginx", Answer.UNKNOWN),
        ("alpine:3.20", "/etc/apk", Answer.YES),
        ("alpine:3.20", "/app/src", Answer.NO),
        ("node:22", "/home/node", Answer.YES),
        ("node:22", "/app", Answer.NO),
        ("golang:1.26", "/go/src", Answer.YES),
        ("nginx:1.30", "/usr/share/nginx/html", Answer.YES),
        ("nginx:1.30", "/app", Answer.NO),
        ("mongo:8", "/app", Answer.NO),
        ("mongo:8", "/opt/app", Answer.UNKNOWN),
        ("fedora:43", "/app", Answer.UNKNOWN),
        ("scratch", "/tmp", Answer.NO),
    ],
)
def test_paths(image: str, path: str, answer: Answer) -> None:
    assert base_of(image).path(path)[0] is answer


def test_folders_have_owners() -> None:
    assert base_of("node:22").owner("/home/node") == "node"
    assert base_of("golang:1.26").owner("/go/src") == "root"
    assert base_of("debian:12").owner("/tmp") is None


def test_packages() -> None:
    assert base_of("debian:12").package("deb", "tzdata") is Answer.YES
    assert base_of("debian:12").package("deb", "curl") is Answer.NO
    assert base_of("alpine:3.24").package("apk", "libapk") is Answer.YES
    assert base_of("ubuntu:22.04").package("deb", "libssl3") is Answer.UNKNOWN
    assert base_of("python:3.12-slim").package("deb", "curl") is Answer.UNKNOWN


def test_path_variable() -> None:
    assert base_of("debian:12").path_variable == "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    assert base_of("example.com/tools:1").path_variable is None


@pytest.mark.parametrize("path", ["C:/srv", "x:y", "C:\\srv"])
def test_of_a_path_of_windows_nothing_is_said(path: str) -> None:
    assert base_of("debian:12").path(path)[0] is Answer.UNKNOWN
