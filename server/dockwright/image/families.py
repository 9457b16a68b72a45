"""The family of distributions of a stage, as far as the name of its base image tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from dockwright.semantics import images
from dockwright.semantics.stage import Stage

Family = Literal["alpine", "debian", "ubuntu", "rhel", "suse", "busybox", "distroless", "scratch", "windows", ""]
"""Empty if not known."""

_WINDOWS = r"windows|nanoserver|servercore"
_BY_NAME: tuple[tuple[str, Family], ...] = (
    (_WINDOWS, "windows"),
    (r"\bdistroless/", "distroless"),
    (r"alpine", "alpine"),
    (r"(?:^|[/:_-])(?:ubuntu|focal|jammy|noble|resolute)", "ubuntu"),
    (r"(?:^|[/:_-])(?:debian|buster|bullseye|bookworm|trixie)", "debian"),
    (r"(?:^|[/:_-])(?:ubi\d*|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux)(?:$|[/:_-])", "rhel"),
    (r"(?:^|[/:_-])(?:opensuse|leap|tumbleweed)(?:$|[/:_-])", "suse"),
    (r"^busybox(?:$|:)", "busybox"),
)


def family(stage: Stage) -> Family:
    """The family of a stage's root image, from facts if there are any, else from words in its name."""
    image = stage.root.image or ""
    if image == "scratch":
        return "scratch"
    facts = images.lookup(image)
    if facts and facts.distro in ("alpine", "debian", "ubuntu", "rhel", "busybox"):
        return facts.distro  # type: ignore[return-value]
    found = _of_name(image.partition("@")[0].lower() or stage.root.base_word.lower())
    return found or ("windows" if stage.body.units[0].escape == "`" else "")


@lru_cache(maxsize=1_000)
def _of_name(image: str) -> Family:
    return next((found for pattern, found in _BY_NAME if re.search(pattern, image)), "")


def names_windows(text: str) -> bool:
    """Whether the name of an image, or a platform, is for Windows."""
    return re.search(_WINDOWS, text, re.IGNORECASE) is not None
