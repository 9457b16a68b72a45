"""Facts about Docker official images, available offline, as far as their Dockerfiles tell."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dockwright.frozen import frozen
from dockwright.lazy import pattern

_OFFICIAL = pattern(
    r"(?:(?:index\.)?docker\.io/)?(?:library/)?(?P<name>[a-z0-9]+(?:[._-][a-z0-9]+)*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?P<digest>@[A-Za-z0-9:+._-]+)?\Z"
)
_RELEASES = frozenset({"", "buster", "bullseye", "bookworm", "trixie", "focal", "jammy", "noble", "resolute"})


@frozen
class ImageFacts:
    """What an image passes on to the stages built from it; None and missing names mean unknown."""

    name: str
    tag: str
    deprecated: bool
    distro: str | None
    release: str | None
    env: Mapping[str, str | None]
    """Variables by name; None if the value is not known for this tag."""
    expose: tuple[str, ...]
    volumes: tuple[str, ...]
    user: str | None
    workdir: str | None
    entrypoint: str | tuple[str, ...] | None
    cmd: str | tuple[str, ...] | None
    stopsignal: str | None
    shell: tuple[str, ...] | None
    lacks: tuple[str, ...]
    """Common commands that the image is known not to have; others may or may not exist."""
    labels: Mapping[str, str | None]
    """Labels by name; None if the value is not known for this tag."""
    has_healthcheck: bool
    """Whether its Dockerfile has a HEALTHCHECK."""
    whole: bool
    """Whether all images below it are known, too, so that nothing else is set."""


@lru_cache(256)
def lookup(reference: str) -> ImageFacts | None:
    """The facts for `name:tag` as written in FROM; None if nothing is known for certain about that tag."""
    match = _OFFICIAL.match(reference)
    if not match or (match["digest"] and not match["tag"]):
        return None
    image = _images().get(match["name"])
    tag = match["tag"] or "latest"
    for variant in image["variants"] if image else ():
        if tag in variant["tags"]:
            return _facts(image, variant, tag)
    return None


def tags_beside(reference: str) -> tuple[str, ...]:
    """Every tag that named the same image as this one when the facts were recorded."""
    match = _OFFICIAL.match(reference)
    image = _images().get(match["name"]) if match and not match["digest"] else None
    tag = match["tag"] or "latest" if match else ""
    return next((tuple(one["tags"]) for one in (image or {"variants": ()})["variants"] if tag in one["tags"]), ())


@lru_cache(256)
def shared(reference: str) -> Mapping[str, Any]:
    """Facts that all recorded tags of an official image share, by field of `ImageFacts`: likely true for other tags."""
    match = _OFFICIAL.match(reference)
    image = _images().get(match["name"]) if match and match["tag"] and not match["digest"] else None
    if match is None or image is None or "windows" in match["tag"] or "nanoserver" in match["tag"]:
        return {}
    every = [_facts(image, variant, tag) for variant in image["variants"] if (tag := next(iter(variant["tags"]), ""))]
    found = [one for one in every if not re.search("windows|nanoserver", one.tag)]
    if len(found) < 2:
        return {}
    values = {name: [getattr(one, name) for one in found] for name in _ALIKE}
    return MappingProxyType({name: each[0] for name, each in values.items() if all(one == each[0] for one in each)})


_ALIKE = ("distro", "user", "workdir", "entrypoint", "cmd", "stopsignal")


@lru_cache(256)
def relative(reference: str) -> ImageFacts | None:
    """The facts of another version of the same variant (`3.14-slim` for `3.11-slim`): a hint, not reliable."""
    match = _OFFICIAL.match(reference)
    image = _images().get(match["name"]) if match else None
    if match is None or image is None or not match["tag"]:
        return None
    kind = _kind(match["tag"])
    for variant in image["variants"]:
        tag = next((tag for tag in variant["tags"] if re.match(r"\d", tag) and _kind(tag) == kind), None)
        if tag and "distro" in variant:
            return _facts(image, variant, tag)
    return None


def _kind(tag: str) -> tuple[str, ...]:
    """The variant of a tag, without version and release of the distribution: `slim` for `3.11-slim-bookworm`."""
    parts = (re.sub(r"\d[\d.]*\Z", "", part) for part in tag.split("-"))
    return tuple(part for part in parts if part not in _RELEASES)


def tags(name: str) -> tuple[str, ...]:
    """Well-known tags of an official image, the most likely first; there may be others."""
    image = _images().get(name)
    return tuple(image["tags"]) if image else ()


def all_tags(name: str) -> tuple[str, ...]:
    """Every recorded tag of an official image, including those that are not well known."""
    image = _images().get(name)
    return tuple(tag for variant in image["variants"] for tag in variant["tags"]) if image else ()


@cache
def variables() -> frozenset[str]:
    """Every variable that an official image sets."""
    return frozenset(name for image in _images().values() for variant in image["variants"] for name in variant["env"])


def is_deprecated(name: str) -> bool:
    """Whether the maintainers have deprecated an official image."""
    image = _images().get(name)
    return bool(image and image.get("deprecated", False))


def names() -> tuple[str, ...]:
    """The names of all official images, including deprecated ones."""
    return tuple(_images())


def _facts(image: Any, variant: Any, tag: str) -> ImageFacts:
    rooted = variant.get("rooted", False)
    return ImageFacts(
        name=image["name"],
        tag=tag,
        deprecated=image.get("deprecated", False),
        distro=variant.get("distro"),
        release=variant.get("release"),
        env=MappingProxyType(variant["env"]),
        expose=tuple(variant.get("expose", ())),
        volumes=tuple(variant.get("volumes", ())),
        user=variant.get("user", "" if rooted else None),
        workdir=variant.get("workdir", "/" if rooted else None),
        entrypoint=_frozen(variant.get("entrypoint")),
        cmd=_frozen(variant.get("cmd")),
        stopsignal=variant.get("stopsignal"),
        shell=tuple(variant["shell"]) if "shell" in variant else None,
        lacks=tuple(variant.get("lacks", ())),
        labels=MappingProxyType(variant.get("labels", {})),
        has_healthcheck=variant.get("healthcheck", False),
        whole=rooted,
    )


def _frozen(command: str | list[str] | None) -> str | tuple[str, ...] | None:
    return tuple(command) if isinstance(command, list) else command


@cache
def _images() -> dict[str, Any]:
    lines = Path(__file__).with_name("images.jsonl").read_text(encoding="utf-8").splitlines()
    return {image["name"]: image for image in map(json.loads, lines)}
