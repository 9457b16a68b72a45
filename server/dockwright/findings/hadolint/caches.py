"""Caches of package managers, as hadolint detects them by the words of commands and the mounts of a RUN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint.reading import Seen, pip, seen
from dockwright.findings.shell.caches import keeping_downloads, keeping_index, leaving
from dockwright.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.image.run_body import Body, Note
    from dockwright.text import Span


@frozen
class _Cache:
    """The commands that fill and empty a cache, its paths, and the mount that makes hadolint accept it."""

    fills: frozenset[str]
    empties: frozenset[str]
    cleanup: str
    folder: str
    mount: str = ""
    by_hand: bool = False
    """Whether any `rm -rf` counts."""


def _cache(fills: str, empties: str, cleanup: str, folder: str, mount: str = "", *, by_hand: bool = False) -> _Cache:
    return _Cache(frozenset(fills.split()), frozenset(empties.split()), cleanup, folder, mount, by_hand)


_DNF = _cache(
    "install in reinstall rei upgrade up upgrade-minimal",
    "clean",
    "{} clean all",
    "/var/cache/dnf",
    "/var/cache/libdnf5",
    by_hand=True,
)
_MANAGERS = {
    "yum": _cache("install", "clean", "yum clean all", "/var/cache/yum", by_hand=True),
    "dnf": _DNF,
    "microdnf": _DNF,
    "zypper": _cache("install in", "clean cc", "zypper clean", "/var/cache/zypp", "/var/cache/zypp"),
    "yarn": _cache("install", "cache clean", "yarn cache clean", "/usr/local/share/.cache/yarn", ".cache/yarn"),
}
_ON = ("1", "true", "on", "yes")
_LISTS = "/var/lib/apt/lists"


def leaves(body: Body, *managers: str) -> Iterator[tuple[Span, Note]]:
    """The first command of each manager that fills a cache which no later command empties."""
    commands = list(seen(body))
    for name in managers:
        cache = _MANAGERS[name]
        if cache.mount and any(_is_at(mount, cache.mount) for mount in body.mounted):
            continue
        at = next((at for at, one in enumerate(commands) if one.name == name and _any(one, cache.fills)), None)
        if at is None:
            continue
        if not any(_empties(one, name, cache) for one in commands[at:]):
            one = commands[at]
            yield one.command.span, leaving(one.command.words[0].span, name, cache.folder, cache.cleanup.format(name))


def _any(one: Seen, words: frozenset[str]) -> bool:
    return not words.isdisjoint(one.plain)


def _empties(one: Seen, name: str, cache: _Cache) -> bool:
    by_hand = cache.by_hand and one.name == "rm" and "-rf" in one.texts
    return by_hand or (one.name == name and _any(one, cache.empties))


def _is_at(mount: str, place: str) -> bool:
    return place in mount if place.startswith(".") else mount.rstrip("/") == place


def apk(body: Body) -> Iterator[tuple[Span, Note]]:
    """`apk add` without `--no-cache`."""
    if any(_is_at(mount, "/var/cache/apk") for mount in body.mounted):
        return
    for one in seen(body):
        if one.name == "apk" and "add" in one.plain and not one.has("no-cache"):
            yield one.command.span, keeping_index(one.command.words[0].span)


def apt_lists(body: Body) -> Iterator[tuple[Span, Note]]:
    """The first `update` of a RUN without an `rm -rf`."""
    mounts = {mount.rstrip("/") for mount in body.mounted}
    if _LISTS in mounts or {"/var/cache/apt", "/var/lib/apt"} <= mounts:
        return
    commands = list(seen(body))
    if any(one.name == "rm" and {"-rf", f"{_LISTS}/*"}.intersection(one.texts) for one in commands):
        return
    for one in commands:
        if one.name in ("apt-get", "apt", "aptitude") and "update" in one.plain:
            note = leaving(one.command.words[0].span, one.name, _LISTS, f"rm -rf {_LISTS}/*")
            yield one.command.span, note
            return


def pip_downloads(body: Body, pip_no_cache: str) -> Iterator[tuple[Span, Note]]:
    """`pip install` that keeps its downloads; the argument tells what ENV sets."""
    mounted = any(".cache/pip" in mount for mount in body.mounted)
    if mounted or pip_no_cache.lower() in _ON or _switched_off(body):
        return
    for one in seen(body):
        if pip(one) is not None and "--no-cache-dir" not in one.texts:
            yield one.command.span, keeping_downloads(one.command.words[0].span)


def _switched_off(body: Body) -> bool:
    """Whether the text contains `PIP_NO_CACHE_DIR=` with a value that hadolint accepts as true."""
    found = body.text.lower().split("pip_no_cache_dir=")[1:]
    return any(rest.replace(";", " ").replace("&", " ").split(maxsplit=1)[:1] in ([on] for on in _ON) for rest in found)
