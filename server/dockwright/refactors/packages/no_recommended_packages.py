"""Do not install recommended packages."""

from __future__ import annotations

from dockwright.refactors.kit.command_edits import behind_subcommand, each_call
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics.commands.packages import Invocation, takes_recommended
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_TITLE = "Install no recommended packages"
_SWITCHES = {
    "apt-get": "--no-install-recommends",
    "apt": "--no-install-recommends",
    "aptitude": "--without-recommends",
    "dnf": "--setopt=install_weak_deps=False",
    "microdnf": "--setopt=install_weak_deps=0",
    "zypper": "--no-recommends",
}


@refactor("refactor.rewrite.packages.noRecommends", _TITLE)
def no_recommended_packages(model: Model, selection: Span) -> Answer:
    """Add the option against recommended packages to the selected installs."""
    return each_call(model, selection, _without, _TITLE, "name those that the image needs")


def _without(text: ShellText, call: Invocation) -> tuple[Edit, ...] | str:
    switch = _SWITCHES.get(call.manager.name, "")
    if not switch or call.action != "install" or not takes_recommended(call):
        return ()
    return behind_subcommand(call, switch)
