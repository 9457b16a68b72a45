"""Subcommands and options of another package manager, which end the build with an error about usage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.image.commands import Ran
from dockwright.text import Span

_APT = {"add": "install", "del": "remove", "delete": "remove", "uninstall": "remove", "makecache": "update"}
_RPM = {"add": "install", "del": "remove", "delete": "remove", "uninstall": "remove"}
_COMMANDS = {
    "apk": {"install": "add", "remove": "del", "uninstall": "del", "purge": "del"},
    "apt": _APT,
    "apt-get": _APT,
    "dnf": _RPM,
    "microdnf": _RPM,
    "yum": _RPM,
}
"""Words that a package manager does not know, and its own for them."""
_OF_APK = ("--no-cache", "--virtual", "--update-cache")
_OPTIONS = {
    "apk": ("-y", "--yes", "--assume-yes", "--no-install-recommends", "--assumeyes"),
    "apt": _OF_APK,
    "apt-get": _OF_APK,
    "dnf": ("--no-install-recommends", "--no-cache"),
    "microdnf": ("--no-install-recommends", "--no-cache"),
    "yum": ("--no-install-recommends", "--no-cache"),
}
"""Options that it refuses."""
MANAGERS = frozenset(_COMMANDS)


def foreign_words(ran: Ran) -> Iterator[tuple[str, Span]]:
    """The message about the first word of a call that its package manager refuses."""
    name = ran.name or ""
    words = list(zip(ran.words[1:], ran.command.words[1:], strict=True))
    first = next(((text, word) for text, word in words if text is None or not text.startswith("-")), None)
    if first is None or first[0] is None:
        return
    own = _COMMANDS[name].get(first[0])
    if own is not None:
        yield f"`{name}` has no command `{first[0]}`; use `{name} {own}`", first[1].span
        return
    for text, word in words:
        if text in _OPTIONS[name]:
            yield f"`{name}` has no option `{text}`, so it fails; remove it", word.span
            return
