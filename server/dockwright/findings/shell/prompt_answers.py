"""Whether the prompt of a package manager is answered by settings, a pipe or the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.found import is_below
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dockwright.config import Config
    from dockwright.findings.finding import Finding
    from dockwright.image.built_stage import BuildStep
    from dockwright.image.image import Image
    from dockwright.semantics.commands.packages import Invocation

_SETTINGS = {
    "deb": ("/etc/apt/apt.conf", "/etc/apt/apt.conf.d"),
    "rpm": ("/etc/dnf", "/etc/dnf/dnf.conf", "/etc/yum.conf", "/etc/yum", "/etc/zypp", "/etc/tdnf"),
    "arch": ("/etc/pacman.conf",),
    "conda": ("/root", "/opt/conda"),
}
"""Files and folders, by family, with settings that may disable prompts."""
_PIPED = pattern(r"(?:\byes\b|\becho\b|\bprintf\b)[^|;&\n]*\|\s*(?:[\w./-]*sudo\s+)?(?:[A-Za-z_]\w*=\S*\s+)*\Z")
_TOLD = pattern(
    r"(?i)assume-?yes|--(?:print-uris|simulate|just-print|dry-run|recon|no-act|assume-?no|downloadonly|help|version)\b"
)
_LETTERS = pattern(r"(?:\A|\s)-\w*[sh](?:\s|\Z)")
"""Words with which nothing is asked, or nothing done; pacman's letters have other meanings."""
_SET = pattern(r"(?i)assume-?yes|noconfirm|always_yes")


def answers_itself(call: Invocation, text: str) -> bool:
    """True if the command's own options, or its input from a pipe, answer its prompts."""
    before, own = text[: call.command.span.start], text[call.command.span.start : call.command.span.end]
    last = before.rpartition("\n")[2]
    piped = _PIPED.search(last) is not None or any(one.operator.startswith("<") for one in call.command.redirections)
    told = _TOLD.search(own) or (call.manager.family != "arch" and _LETTERS.search(own))
    return piped or bool(told) or _SET.search(before) is not None


def unless_settings_answer(found: Iterable[Finding], step: BuildStep, config: Config, family: str) -> Iterator[Finding]:
    """The findings, or none if settings that were written before may answer; hadolint does not check settings."""
    listed = list(found)
    answered = listed and config.profile != "hadolint" and settings_may_answer(step.image, family)
    return iter(() if answered else listed)


def settings_may_answer(image: Image, family: str) -> bool:
    """True if an instruction has written the settings of the package manager."""
    places = _SETTINGS.get(family, ())
    at: Image | None = image
    while at is not None:
        for change in at.effect.paths:
            if family == "conda" and (change.operation, change.path) == ("open", "/"):
                return True  # `conda config` may have been one of these commands
            if change.operation in ("file", "edit", "any", "copy", "link") and any(
                change.path == place or is_below(change.path, place) for place in places
            ):
                return True
        at = at.before
    return False
