"""Replace apt by apt-get."""

from __future__ import annotations

from dockwright.findings.shell.programs import as_apt_get
from dockwright.refactors.kit.command_edits import each_call
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_TITLE = "Use `apt-get` instead of `apt`"


@refactor("refactor.rewrite.packages.aptGet", _TITLE)
def use_apt_get(model: Model, selection: Span) -> Answer:
    """Replace apt by apt-get in the selected commands."""
    return each_call(model, selection, _written, _TITLE)


def _written(text: ShellText, call: Invocation) -> tuple[Edit, ...] | str:
    if call.manager.name != "apt":
        return ()
    edits = as_apt_get(call.command)
    return edits or f"`apt-get` may read `{call.subcommand}` differently from `apt`"
