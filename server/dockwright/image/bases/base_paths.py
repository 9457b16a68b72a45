"""The folders that a base image has, and the paths that it certainly does not have."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from dockwright.image.answer import Answer, agreed

if TYPE_CHECKING:
    from dockwright.image.bases.base_tables import Kind, Release
    from dockwright.image.bases.tags import Distribution

_OF_AUTHORS = re.compile(
    r"/(?:app|src|build|code|work|workspace|project|[\w-]+\.(?:jar|py|js)|usr/src/(?:app|api|project))(?:/|\Z)"
)
"""Names at the root or for sources that authors use, and official images only if one is their WORKDIR."""
_EMPTY = frozenset({"/opt", "/srv", "/mnt", "/media", "/home", "/usr/local", "/tmp"})
"""Folders in which a distribution's own image has only what the table lists."""
_BARE = frozenset({"/srv", "/mnt", "/media", "/tmp"})
"""Those of them that derived images leave empty, too."""


_OF_PACKAGES = {"/usr/share/zoneinfo": "tzdata", "/etc/ssl/certs/ca-certificates.crt": "ca-certificates"}


def package_with(path: str) -> str:
    """The package that has a path, of those that authors miss; empty for others."""
    return next((name for place, name in _OF_PACKAGES.items() if f"{path}/".startswith(f"{place}/")), "")


def _lacks_package(where: Distribution, path: str) -> bool:
    """Whether the image certainly lacks the package that has a path."""
    bare = where.plain or (where.official and where.name in ("golang", "node"))
    match package_with(path):
        case "tzdata":
            return where.family == "alpine" and bare
        case "ca-certificates":
            return where.family in ("debian", "ubuntu") and where.plain
    return False


def at_path(
    where: Distribution | None, own: Kind | None, releases: tuple[Release, ...], path: str
) -> tuple[Answer, Any]:
    """Whether a path exists in the base, and its kind."""
    if path == "/":
        return Answer.YES, "folder"
    if where is None or not path.startswith("/"):
        return Answer.UNKNOWN, ""  # `C:/a` is a Windows path; on Linux it is relative to the WORKDIR
    if where.family == "scratch":
        return Answer.NO, ""
    if _lacks_package(where, path):
        return Answer.NO, ""
    if own is not None:
        if any(path == one or one.startswith(path + "/") for one in own.folders):
            return Answer.YES, "folder"
        if _OF_AUTHORS.match(path) and (own.workdir == "/" or not path.startswith(own.workdir)):
            return Answer.NO, ""
    answer = agreed(_in_release(where.plain, own, path, release) for release in releases)
    return answer, "folder" if answer is Answer.YES else ""


def _in_release(plain: bool, own: Kind | None, path: str, release: Release) -> Answer:
    if path in release.folders:
        return Answer.YES
    if not release.complete or not release.folders:
        return Answer.UNKNOWN
    settled = own is not None and own.settled
    if "/" + path.split("/")[1] not in release.folders:
        return Answer.NO if plain or settled else Answer.UNKNOWN
    within = next((one for one in _EMPTY if path.startswith(one + "/")), None)
    is_bare = plain or (within in _BARE and settled)
    return Answer.NO if within and is_bare else Answer.UNKNOWN


def lacks_folder(where: Distribution | None, releases: tuple[Release, ...], path: str) -> bool:
    """Whether a distribution's own image certainly has no folder at a path: the table lists two levels of folders."""
    if where is None or not where.plain or where.family not in ("debian", "alpine") or path.count("/") != 2:
        return False
    return bool(releases) and all(
        release.complete and path not in release.folders and posixpath.dirname(path) in release.folders
        for release in releases
    )
