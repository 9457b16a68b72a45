"""The registries of distributions that use RPM, besides Docker's official images."""

from __future__ import annotations

import re

VARIANT = re.compile(r"(?:^|-)(minimal|slim|micro|init)(?:-|$)")
"""The variants of images in tags."""
_PLACES = (
    r"(?:registry\.access\.redhat\.com|registry\.redhat\.io|docker\.io/redhat)/"
    r"(?P<name>ubi)(?P<number>7|8|9|10)(?:/ubi)?(?P<variant>-\w+)?",
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
    """Distribution, release and variant of an image in its publisher's registry; None for others."""
    found = next((match for one in _PLACES if (match := re.fullmatch(one, path))), None)
    if found is None:
        return None
    parts = found.groupdict()
    variant = (parts.get("variant") or "").lstrip("-")
    if variant and not VARIANT.fullmatch(variant):
        return None
    number, kind = _NUMBER.match(tag.removeprefix("stream")), VARIANT.search(tag)
    # quay.io has CentOS Stream, a different distribution than CentOS.
    name = "centos-stream" if parts["name"] == "centos" else parts["name"]
    return name, parts.get("number") or (number[0] if number else ""), variant or (kind[1] if kind else "")
