"""Patterns of words and of images. They come from anyone, so that each is matched in linear time and is short."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from dockwright.semantics.image_names import HUB, parse_reference

LONGEST = 200
_LONGEST_TEXT = 4_000


def fits(text: str, patterns: Iterable[str]) -> bool:
    """Whether all of a text is as a pattern says: `*` any characters, `?` one, `[abc]` one of these."""
    return len(text) <= _LONGEST_TEXT and any(fnmatchcase(text, pattern) for pattern in patterns)


def image_fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether an image is as a pattern says.

    The registry may be left out of both as in FROM. `*` is any characters but slashes, `**` any folders. A pattern
    without a tag is of all tags, one without a digest of all digests; no tag is `latest`.
    """
    return any(_image_fits(name, pattern) for pattern in patterns)


def fitting_image(name: str, patterns: Iterable[str]) -> str | None:
    """The first of the patterns that an image fits."""
    return next((pattern for pattern in patterns if _image_fits(name, pattern)), None)


def _image_fits(name: str, pattern: str) -> bool:
    image = parse_reference(name)
    if image is None or len(pattern) > LONGEST:
        return False
    rest, _, digest = pattern.partition("@")
    folder, slash, last = rest.rpartition("/")
    last, _, tag = last.partition(":")
    if digest and not (image.digest and fnmatchcase(image.digest.value, digest)):
        return False
    tagged = image.tag.value if image.tag else "" if image.digest else "latest"
    if tag and not fnmatchcase(tagged, tag):
        return False
    return _folders_fit([image.host, *image.path.split("/")], _whole(f"{folder}{slash}{last}").split("/"))


def _whole(pattern: str) -> str:
    """A pattern with the registry that it means, as `debian` means `docker.io/library/debian`."""
    first, slash, _ = pattern.partition("/")
    if pattern in ("*", "**"):
        return "**"
    if not slash:
        return f"{HUB}/library/{pattern}"
    return pattern if first == "localhost" or any(mark in first for mark in ".:*?[") else f"{HUB}/{pattern}"


def _folders_fit(parts: list[str], patterns: list[str]) -> bool:
    places = {0}
    """How many parts the patterns up to here may take."""
    for pattern in patterns:
        if pattern == "**":
            places = set(range(min(places, default=len(parts) + 1), len(parts) + 1))
        else:
            places = {at + 1 for at in places if at < len(parts) and fnmatchcase(parts[at], pattern)}
    return len(parts) in places
