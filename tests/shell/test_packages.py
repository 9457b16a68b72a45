"""What package managers are asked to do, as their manuals say."""

from __future__ import annotations

import re

import pytest

from dockwright.semantics.commands.packages import Invocation, invocation, managers
from dockwright.syntax.shell import parse_shell


def asked(text: str) -> Invocation:
    (placed,) = parse_shell(text).simple_commands()
    found = invocation(placed.command)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "manager", "action", "packages"),
    [
        ("apt-get install -yqq --no-install-recommends a=1.2 b c/stable", "apt-get", "install", "a=1.2 b c=stable"),
        ("apt-get -o Dpkg::Options::=--force-confold -t sid install a", "apt-get", "install", "a"),
        ("sudo DEBIAN_FRONTEND=x apt-get update", "apt-get", "update", ""),
        ("apt-get install -y $PKGS a=${V}", "apt-get", "install", "$PKGS a=${V}"),
        ("apk add --no-cache --virtual .deps 'a>=1' b@edge c", "apk", "install", "a=1 b c"),
        ("apk --update add a=~1.2", "apk", "install", "a=1.2"),
        ("yum -y install httpd-2.24.4 gcc-c++", "yum", "install", "httpd=2.24.4 gcc-c++"),
        ("dnf --setopt=install_weak_deps=False install -y a", "dnf", "install", "a"),
        ("microdnf clean all", "microdnf", "clean", ""),
        ("dnf module install nodejs:18", "dnf", "install", "nodejs:18"),
        ("zypper --non-interactive in a=1 b-2.0 c", "zypper", "install", "a=1 b=2.0 c"),
        ("pip3 install -r x.txt a==1 'b[c]>=2' .", "pip", "install", "a=1 b[c]=2 ."),
        ("python3 -m pip install --upgrade pip", "pip", "install", "pip"),
        ("uv pip install a==1", "uv", "install", "a=1"),
        ("npm install -g @a/b@1.0 c", "npm", "install", "@a/b=1.0 c"),
        ("npm ci", "npm", "install", ""),
        ("yarn", "yarn", "install", ""),
        ("yarn global add a@1", "yarn", "install", "a=1"),
        ("yarn cache clean", "yarn", "clean", ""),
        ("gem install a:1 b --no-document", "gem", "install", "a=1 b"),
        ("gem install a -v 2", "gem", "install", "a=2"),
        ("go install -ldflags '-s' example.com/x@v1 ./cmd", "go", "install", "example.com/x=v1 ./cmd"),
        ("cargo install --locked a --version 1.2", "cargo", "install", "a=1.2"),
        ("composer require a/b:^1", "composer", "install", "a/b=^1"),
        ("conda install -y -c conda-forge a=1 b", "conda", "install", "a=1 b"),
        ("pacman -Sy --noconfirm a", "pacman", "install", "a"),
        ("dotnet add package A --version 3", "dotnet", "install", "A=3"),
        ("mvn -B package", "maven", "build", ""),
        ("./gradlew build", "gradle", "build", ""),
        ("npm run build", "npm", "run", "build"),
        ("apt-get source a", "apt-get", "download", "a"),
    ],
)
def test_commands(text: str, manager: str, action: str, packages: str) -> None:
    found = asked(text)
    shown = " ".join(
        item.name + (f"={item.version}" if item.version and item.kind != "variable" else "") for item in found.packages
    )
    assert (found.manager.name, found.action, shown) == (manager, action, packages)


@pytest.mark.parametrize("text", ["apt-get install a", "dnf install a", "zypper install a", "apt-get -q install a"])
def test_asking(text: str) -> None:
    assert not asked(text).assumes_yes


@pytest.mark.parametrize(
    "text",
    [
        "apt-get install -y a",
        "apt-get -qq install a",
        "apt-get install -qy a",
        "apt-get --assume-yes install a",
        "dnf -y install a",
        "zypper -n in a",
        "apt-get -q=2 install a",
    ],
)
def test_not_asking(text: str) -> None:
    assert asked(text).assumes_yes


def test_caches() -> None:
    assert asked("apk add --no-cache a").without_cache
    assert asked("pip install --no-cache-dir a").without_cache
    assert not asked("pip install a").without_cache
    assert asked("apt-get install --no-install-recommends a").without_recommends


def test_words_that_are_no_package_manager() -> None:
    for placed in parse_shell("echo apt-get install; ls; $APT install; python -c 1").simple_commands():
        assert invocation(placed.command) is None


@pytest.mark.parametrize("name", managers())
def test_every_table_is_whole(name: str) -> None:
    manager = managers()[name]
    assert re.compile(manager.package).groupindex.keys() >= {"name", "version"}
    assert all(option.startswith("-") for option in manager.values | manager.yes | manager.no_cache)
    assert set(manager.actions.values()) <= {
        "install",
        "update",
        "upgrade",
        "clean",
        "remove",
        "download",
        "build",
        "run",
    }
