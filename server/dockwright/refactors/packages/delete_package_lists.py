"""Delete what a package manager leaves in the layer in the same RUN."""

from __future__ import annotations

import re

from dockwright.findings.shell.caches import appended
from dockwright.findings.shell.later_installs import relies_on_lists
from dockwright.refactors.kit.command_edits import each_call
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.shell_text import ShellText, calls, shell_texts
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_TITLE = "Delete package lists and caches in the same RUN"
_CLEANUPS = {
    "apt-get": ("update", "rm -rf /var/lib/apt/lists/*"),
    "apt": ("update", "rm -rf /var/lib/apt/lists/*"),
    "aptitude": ("update", "rm -rf /var/lib/apt/lists/*"),
    "yum": ("install", "yum clean all"),
    "dnf": ("install", "dnf clean all"),
    "microdnf": ("install", "microdnf clean all"),
    "tdnf": ("install", "tdnf clean all"),
    "zypper": ("install", "zypper clean"),
    "conda": ("install", "conda clean -afy"),
    "npm": ("install", "npm cache clean --force"),
    "yarn": ("install", "yarn cache clean"),
}


@refactor("refactor.rewrite.packages.clean", _TITLE)
def delete_package_lists(model: Model, selection: Span) -> Answer:
    """Append the clean-up to the selected RUNs."""
    return each_call(model, selection, _cleaned, _title(model, selection), _cost(model, selection))


def _title(model: Model, selection: Span) -> str:
    """The name of what is deleted: apt's lists, or the caches of the others."""
    names = {
        call.manager.name
        for text in shell_texts(model, selection)
        for call in calls(text, selection)
        if _CLEANUPS.get(call.manager.name, ("", ""))[0] == call.action
    }
    if names <= {"apt", "apt-get", "aptitude"}:
        return "Delete the package lists in the same RUN"
    return f"Delete the cache of `{next(iter(names))}` in the same RUN" if len(names) == 1 else _TITLE


def _cost(model: Model, selection: Span) -> str:
    """The instruction below that may read apt's lists, because it is not known what it runs."""
    for text in shell_texts(model, selection):
        fills = any(call.manager.family == "deb" and call.action == "update" for call in text.body.calls)
        later = relies_on_lists(model, text.stage, text.step.instruction.start) if fills else None
        if later:
            return f"line {model.tree.text.line_of(later.step.instruction.span.start) + 1} may need the lists of apt"
    return ""


def _cleaned(text: ShellText, call: Invocation) -> tuple[Edit, ...] | str:
    manager = call.manager
    action, cleanup = _CLEANUPS.get(manager.name, ("", ""))
    if call.action != action or _is_clean(text, call):
        return ()
    later = relies_on_lists(text.model, text.stage, text.step.instruction.start) if manager.family == "deb" else None
    if later and later.sure:
        line = text.model.tree.text.line_of(later.step.instruction.span.start) + 1
        name = (later.step.instruction.inner or later.step.instruction).name
        return f"{name} in line {line} needs the lists, since it has no update of its own"
    if manager.name == "conda" and call.command.words[0].text != "conda":
        cleanup = cleanup.replace("conda", call.command.words[0].text)
    edits = appended(text.body, call, cleanup)
    return edits or "A clean-up after these commands could hide a failure, or not run"


def _is_clean(text: ShellText, call: Invocation) -> bool:
    """Whether the RUN deletes it already, or it is in a mount."""
    manager = call.manager
    listed = (*manager.lists, *(manager.caches if manager.family != "deb" else ()))
    homes = ("/root", "~", "$HOME", "${HOME}")
    places = [place.replace("~", home, 1) for place in listed for home in homes]
    cleans = any(other.manager.family == manager.family and _cleans(other) for other in text.body.calls)
    if cleans or text.body.is_mounted(*places) or text.body.removes(*places):
        return True
    return any(re.search(rf"\brm\b[^;&|]*{re.escape(place)}", text.body.text) for place in places)


def _cleans(call: Invocation) -> bool:
    return call.action == "clean" and (call.manager.family != "deb" or call.subcommand in ("distclean", "dist-clean"))
