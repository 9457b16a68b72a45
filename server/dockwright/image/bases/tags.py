"""The distribution of an image from its tag: `3.11-slim-bookworm` is Debian 12."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dockwright.image.bases.rpm_images import VARIANT, published
from dockwright.semantics import images
from dockwright.semantics.image_names import HUB, parse_reference

CODENAMES = {
    "squeeze": ("debian", "6"),
    "wheezy": ("debian", "7"),
    "jessie": ("debian", "8"),
    "stretch": ("debian", "9"),
    "buster": ("debian", "10"),
    "bullseye": ("debian", "11"),
    "bookworm": ("debian", "12"),
    "trixie": ("debian", "13"),
    "forky": ("debian", "14"),
    "trusty": ("ubuntu", "14.04"),
    "xenial": ("ubuntu", "16.04"),
    "bionic": ("ubuntu", "18.04"),
    "focal": ("ubuntu", "20.04"),
    "jammy": ("ubuntu", "22.04"),
    "precise": ("ubuntu", "12.04"),
    "wily": ("ubuntu", "15.10"),
    "yakkety": ("ubuntu", "16.10"),
    "zesty": ("ubuntu", "17.04"),
    "artful": ("ubuntu", "17.10"),
    "cosmic": ("ubuntu", "18.10"),
    "disco": ("ubuntu", "19.04"),
    "eoan": ("ubuntu", "19.10"),
    "groovy": ("ubuntu", "20.10"),
    "hirsute": ("ubuntu", "21.04"),
    "impish": ("ubuntu", "21.10"),
    "kinetic": ("ubuntu", "22.10"),
    "lunar": ("ubuntu", "23.04"),
    "mantic": ("ubuntu", "23.10"),
    "noble": ("ubuntu", "24.04"),
    "oracular": ("ubuntu", "24.10"),
    "plucky": ("ubuntu", "25.04"),
    "questing": ("ubuntu", "25.10"),
    "resolute": ("ubuntu", "26.04"),
    "stonking": ("ubuntu", "26.10"),
}
"""The code names of releases at the end of tags of official images."""
_PLAIN = {
    "debian": "debian", "ubuntu": "ubuntu", "alpine": "alpine", "busybox": "busybox", "fedora": "rhel",
    "centos": "rhel",
    "rockylinux": "rhel", "almalinux": "rhel", "amazonlinux": "rhel", "oraclelinux": "rhel", "archlinux": "arch",
}  # fmt: skip
"""Official images that contain only a distribution, with their families."""
_RHEL = frozenset({"fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "oraclelinux"})
_CODENAME = re.compile(rf"(?:^|-)({'|'.join(CODENAMES)})(?:-|$)")
_ALPINE = re.compile(r"(?:^|-)alpine-?(\d+\.\d+)?(?:-|$)")
_UBUNTU = re.compile(r"(?:^|-)ubuntu-?(\d\d\.\d\d)(?:-|$)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Distribution(NamedTuple):
    """The distribution of an image."""

    name: str
    """The name of the image without registry and tag: `node`."""
    tag: str
    family: str
    release: str
    """`12` for Debian, `22.04` for Ubuntu, `3.20` for Alpine; empty if not known."""
    plain: bool
    """Whether it is the distribution's own image."""
    certain: bool
    """Whether the tag, or facts about this tag, say so; otherwise it is taken from a similar tag."""
    official: bool = True
    has_shell: bool = True
    variant: str = ""
    """`minimal`, `slim`, `micro` or `init` for an image of the RPM family."""


@lru_cache(maxsize=512)
def distribution(reference: str) -> Distribution | None:
    """The distribution of an image; None if neither facts nor the naming scheme of its tags tell."""
    if reference == "scratch":
        return Distribution("scratch", "", "scratch", "", True, True, has_shell=False)
    parsed = parse_reference(reference) if reference else None
    if parsed is None:
        return None
    tag = parsed.tag.value if parsed.tag else "latest"
    if parsed.official:
        return None if parsed.digest and not parsed.tag else _official(reference, parsed.official, tag)
    path = f"{parsed.host}/{parsed.path}"
    return (_of_rpm(path, tag) if parsed.tag or not parsed.digest else None) or _hardened(path, tag)


def _official(reference: str, name: str, tag: str) -> Distribution | None:
    if "windows" in tag or "nanoserver" in tag or "servercore" in tag:
        return None
    if name in _PLAIN:
        return _plain(reference, name, tag)
    if match := _CODENAME.search(tag):
        family, release = CODENAMES[match[1]]
        return Distribution(name, tag, family, release, False, True)
    if match := _UBUNTU.search(tag):
        return Distribution(name, tag, "ubuntu", match[1], False, True)
    if match := _ALPINE.search(tag):
        release = match[1] or ""
        facts = images.lookup(reference)
        if not release and facts and facts.release:
            release = facts.release.removeprefix("alpine ").strip()
        return Distribution(name, tag, "alpine", release if re.fullmatch(r"\d+\.\d+", release) else "", False, True)
    facts = images.lookup(reference)
    found = facts or images.relative(reference)
    if found is None or found.distro not in ("debian", "ubuntu", "alpine", "rhel", "busybox", "scratch"):
        return None
    release = (found.release or "") if facts else ""
    if release in CODENAMES:
        release = CODENAMES[release][1]
    return Distribution(
        name, tag, found.distro, release if _NUMBER.fullmatch(release) else "", False, facts is not None
    )


_VARIABLE = re.compile(r"\$(?:\{[^}]*\}|\w+)")


def settled_family(word: str) -> str:
    """The family of an image in FROM whatever its variables are: of `ubuntu:$V`, or `node:$V-alpine`; else empty."""
    name, _, _ = word.partition(":")
    where = distribution(_VARIABLE.sub("1", word)) if "$" not in name else None
    return where.family if where is not None and (where.plain or where.certain) else ""


_SUITES = {"stable": "13", "oldstable": "12", "oldoldstable": "11", "testing": "14"}
"""What Debian's suite names mean today; they move, so the result is not certain."""


def _plain(reference: str, name: str, tag: str) -> Distribution | None:
    family = _PLAIN[name]
    match = _CODENAME.search(tag)
    if match and CODENAMES[match[1]][0] == family:
        return Distribution(name, tag, family, CODENAMES[match[1]][1], True, True)
    number = _NUMBER.match(tag.removeprefix("centos").removeprefix("stream"))
    if name == "debian" and number:
        return Distribution(name, tag, family, number[0].partition(".")[0], True, True)
    if name in ("ubuntu", "alpine") and number and "." in number[0]:
        return Distribution(name, tag, family, number[0], True, True)
    if name in _RHEL:
        kind = VARIANT.search(tag)
        release = f"{name} {number[0]}" if number else ""
        return Distribution(name, tag, family, release, True, True, variant=kind[1] if kind else "")
    if name == "busybox":
        return Distribution(name, tag, family, "", True, True)
    release = _SUITES.get(tag.partition("-")[0], "") if name == "debian" else ""
    return Distribution(name, tag, family, release, True, False)


def _of_rpm(path: str, tag: str) -> Distribution | None:
    """An image of a distribution that uses RPM, in its publisher's registry."""
    found = published(path, tag)
    if found is None:
        return None
    name, number, variant = found
    family = "suse" if name == "opensuse" else "rhel"
    release = f"{name} {number}" if number else ""
    return Distribution(name, tag, family, release, True, True, False, variant=variant)


def _hardened(path: str, tag: str) -> Distribution | None:
    """Images without a shell, by the naming schemes of their publishers.

    Google's distroless (github.com/GoogleContainerTools/distroless: `debug` has BusyBox), Chainguard's
    (edu.chainguard.dev: `-dev` has a shell and apk), Docker's hardened ones (docs.docker.com/dhi: those with `dev` or
    `sdk` have both).
    """
    name = path.rpartition("/")[2]
    parts = tag.split("-")
    if path.startswith("gcr.io/distroless/"):
        return Distribution(name, tag, "distroless", "", False, True, False, "debug" in parts)
    if path.startswith(("cgr.dev/chainguard/", f"{HUB}/chainguard/")):
        if name in ("wolfi-base", "chainguard-base"):
            return Distribution(name, tag, "wolfi", "", True, True, False)
        if parts[-1] == "dev":
            return Distribution(name, tag, "wolfi", "", False, True, False)
        # Many have a shell though nothing in their tags says so: what builds needs one, and so does npm.
        return (
            None if name in _SHELLS else Distribution(name, tag, "distroless", "", False, name in _BARE, False, False)
        )
    if path.startswith("dhi.io/"):
        if "dev" in parts or "sdk" in parts:
            family = "alpine" if "alpine" in tag else "debian"
            return Distribution(name, tag, family, "", False, "alpine" in tag or "debian" in tag, False)
        if name in _SHELLS or name.endswith("-base"):
            return None
        return Distribution(name, tag, "distroless", "", False, name in _HARDENED, False, False)
    return None


_BARE = frozenset(
    {"static", "glibc-dynamic", "cc-dynamic", "python", "jre", "nginx", "aspnet-runtime", "dotnet-runtime"}
)
"""Images of Chainguard that only run programs: their pages build in a `-dev` variant, and copy."""
_HARDENED = frozenset(
    {"static", "python", "node", "golang", "eclipse-temurin", "amazoncorretto", "dotnet", "aspnetcore"}
)
"""Docker's hardened images whose guides say that those without `-dev` have no shell."""
_SHELLS = frozenset(
    {"bash", "busybox", "git", "curl", "kubectl", "docker-cli", "alpine-base", "debian-base", "toolbox", "netshoot"}
)
