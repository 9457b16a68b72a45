"""Prompts of package managers, and packages recommended by apt-get, as hadolint detects them by words of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint.reading import Seen, option_names, seen
from dockwright.findings.shell.prompts import asking, recommending
from dockwright.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.image.run_body import Body, Note
    from dockwright.text import Span


@frozen
class _Asking:
    """Subcommands that prompt, and options that answer, without dashes."""

    subcommands: frozenset[str]
    answers: tuple[str, ...]


def _asking(subcommands: str, answers: str) -> _Asking:
    return _Asking(frozenset(subcommands.split()), tuple(answers.split()))


_DNF = _asking("install groupinstall localinstall", "y assumeyes")
_MANAGERS = {
    "apt-get": _asking("install", "y yes assume-yes"),
    "yum": _DNF,
    "dnf": _DNF,
    "microdnf": _DNF,
    "zypper": _asking("install in remove rm source-install si patch", "n non-interactive no-confirm y"),
}
_TWICE = 2
"""apt-get has to be told this often to be quiet before it stops prompting."""


def asks(body: Body, *managers: str) -> Iterator[tuple[Span, Note]]:
    """Commands that prompt, without an option that answers."""
    for one in seen(body):
        table = _MANAGERS.get(one.name)
        if table is None or one.name not in managers or one.has(*table.answers) or _is_quiet(one):
            continue
        subcommand = next((text for text in one.plain if text in table.subcommands), None)
        if subcommand:
            yield one.command.span, asking(one.command.words[0].span, one.name, subcommand, "-y")


def _is_quiet(one: Seen) -> bool:
    names = [name for text in one.texts for name in option_names(text)]
    return one.name == "apt-get" and (_TWICE in (names.count("q"), names.count("quiet")) or "-q=2" in one.texts)


def recommends(body: Body) -> Iterator[tuple[Span, Note]]:
    """apt-get installs that include recommended packages."""
    for one in seen(body):
        off = one.has("no-install-recommends") or "APT::Install-Recommends=false" in one.plain
        if one.name == "apt-get" and "install" in one.plain and not off:
            yield one.command.span, recommending(one.command.words[0].span)
