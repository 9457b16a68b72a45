"""What is known of the images of distributions that use RPM: by the releases that they are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.image.bases.base_tables import Release, rpm_release

if TYPE_CHECKING:
    from dockwright.image.bases.tags import Distribution

_LATEST = {"fedora": "44", "amazonlinux": "2023", "centos": "8"}
"""What images without a number in their tags are made of."""
_ACCOUNTS = frozenset(
    ("dbus", "polkitd", "tss", "sgx", "utmp", "utempter", "input", "kvm", "render", "ssh_keys", "sshd", "rpc", "clock",
     "chrony", "unbound", "cgred", "slocate", "cockpit-ws", "nobody", "nfsnobody", "lock", "screen", "printadmin", "mock")
)  # fmt: skip
"""Accounts that packages of an image may have made."""

VARIANT = re.compile(r"(?:^|-)(minimal|slim|micro|init)(?:-|$)")
"""The kinds of images in tags."""
_PLACES = (
    r"(?:registry\.access\.redhat\.com|registry\.redhat\.io|docker\.io/redhat)/(?P<name>ubi)(?P<number>7|8|9|10)(?:/ubi)?(?P<variant>-\w+)?",
    r"(?:quay\.io/fedora|registry\.fedoraproject\.org)/(?P<name>fedora)(?P<variant>-minimal)?",
    r"public\.ecr\.aws/amazonlinux/(?P<name>amazonlinux)",
    r"(?:quay\.io/almalinuxorg|docker\.io/almalinux)/(?P<name>almalinux)",
    r"(?:docker\.io|quay\.io)/rockylinux/(?P<name>rockylinux)",
    r"(?:ghcr\.io/oracle|container-registry\.oracle\.com/os)/(?P<name>oraclelinux)",
    r"quay\.io/centos/(?P<name>centos)",
    r"(?:docker\.io|registry\.opensuse\.org)/(?P<name>opensuse)/(?:leap|tumbleweed)",
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def published(path: str, tag: str) -> tuple[str, str, str] | None:
    """Distribution, release and variant of an image at its publisher's registry; None for others."""
    found = next((match for one in _PLACES if (match := re.fullmatch(one, path))), None)
    if found is None:
        return None
    parts = found.groupdict()
    variant = (parts.get("variant") or "").lstrip("-")
    if variant and not VARIANT.fullmatch(variant):
        return None
    number, kind = _NUMBER.match(tag.removeprefix("stream")), VARIANT.search(tag)
    # What stands at quay.io is CentOS Stream, which is another distribution than CentOS.
    name = "centos-stream" if parts["name"] == "centos" else parts["name"]
    return name, parts.get("number") or (number[0] if number else ""), variant or (kind[1] if kind else "")


def releases(where: Distribution) -> tuple[Release, ...]:
    """What is known of the release; nothing where it is not a distribution's own image."""
    if not where.plain or (where.name == "rockylinux" and not where.official):
        return ()  # the official image is no longer built, so that its contents are not those of the newer ones
    name, _, number = where.release.partition(" ")
    found = rpm_release(name or where.name, number or _LATEST.get(where.name, ""), where.variant)
    return (found,) if found else ()


def may_have_account(name: str) -> bool:
    """Whether an account may be there, though not all images have it."""
    return name in _ACCOUNTS or name.startswith("systemd-") or (name.isdigit() and 0 < int(name) < 1000)
