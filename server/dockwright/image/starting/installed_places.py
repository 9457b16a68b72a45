"""Where packages put the inits and user switchers that images start, by distribution."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.on_path import BINS, may_create

if TYPE_CHECKING:
    from dockwright.image.image import Image

_DEBIAN = {
    "catatonit": "/usr/bin/catatonit", "dumb-init": "/usr/bin/dumb-init", "gosu": "/usr/sbin/gosu",
    "tini": "/usr/bin/tini",
}  # fmt: skip
_PLACES = {
    "alpine": {"dumb-init": "/usr/bin/dumb-init", "su-exec": "/sbin/su-exec", "tini": "/sbin/tini"},
    "debian": _DEBIAN,
    "ubuntu": _DEBIAN,
}
"""The program of the package with its name: `apk info -L`, `dpkg -L`."""
_KINDS = {"alpine": "apk", "debian": "deb", "ubuntu": "deb"}
_NAMES = frozenset(name for places in _PLACES.values() for name in places)
_MERGES = (3, 23)
"""The release of Alpine from which `/sbin` may be a link into `/usr`."""


class Place(NamedTuple):
    """Where a program is."""

    path: str
    certain: bool
    by_package: bool = True


def installed_place(image: Image, path: str) -> Place | None:
    """Where the program is that a package or an instruction brought, if it certainly is not at `path`."""
    folder, name = posixpath.split(path)
    family = image.base.family
    if name not in _NAMES or family not in _PLACES or folder not in BINS | {"/"}:
        return None
    if image.base.program(name) is not Answer.NO or image.program(name) is not Answer.YES:
        return None
    package, installed = (_KINDS[family], name, True), False
    put: list[str] = []
    at: Image | None = image
    while at is not None and at.before is not None:
        if package in at.effect.packages and at.effect.certain:
            installed = True
        elif not at.effect.packages:
            if any(may_create(change, one) for change in at.effect.paths for one in _same(path)):
                return None
            put += [one.path for one in at.effect.paths if one.operation == "copy" and _is_named(one.path, name)]
        at = at.before
    if not installed:
        return Place(put[0], True, False) if len(put) == 1 else None
    place = _PLACES[family].get(name)
    if put or place is None or place in _same(path):
        return None
    return Place(place, family != "alpine" or folder.startswith("/usr/local") or _is_split(image))


def _is_named(path: str, name: str) -> bool:
    return posixpath.basename(path) == name and posixpath.dirname(path) in BINS


def _same(path: str) -> tuple[str, ...]:
    """The paths that are the same file where `/bin` is a link to `/usr/bin`."""
    return (path, path.removeprefix("/usr")) if path.startswith(("/usr/bin/", "/usr/sbin/")) else (path, f"/usr{path}")


def _is_split(image: Image) -> bool:
    """Whether the release of Alpine certainly has `/sbin` apart from `/usr`."""
    release = image.base.distribution.release if image.base.distribution else ""
    return tuple(int(part) for part in release.split(".") if part.isdigit())[:2] < _MERGES if release else False
