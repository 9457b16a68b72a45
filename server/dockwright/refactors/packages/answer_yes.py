"""Add the option that answers prompts of package managers."""

from __future__ import annotations

from dockwright.refactors.kit.command_edits import behind_subcommand, each_call
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.syntax.shell import Pipeline, Simple
from dockwright.text import Edit, Span

_TITLE = "Answer yes to questions of package managers"


@refactor("refactor.rewrite.packages.yes", _TITLE)
def answer_yes(model: Model, selection: Span) -> Answer:
    """Add the option that answers prompts to the selected commands."""
    return each_call(model, selection, _answered, _TITLE)


def _answered(text: ShellText, call: Invocation) -> tuple[Edit, ...] | str:
    if call.action not in call.manager.asks or call.assumes_yes or _is_quiet(call) or _is_fed(text, call):
        return ()
    if any(word.literal in call.manager.yes for word in call.command.arguments):
        return ()  # it would be read as the value of another option
    return behind_subcommand(call, call.manager.answer)


def _is_quiet(call: Invocation) -> bool:
    """apt-get takes two -q as yes, and -o can set that, too."""
    options = call.arguments.options
    told = any("assume-yes" in (option.value or "").lower() for option in options)
    return told or sum(option.name in ("-q", "--quiet") for option in options) > 1


def _is_fed(text: ShellText, call: Invocation) -> bool:
    """Whether another program provides the answers."""
    for node in text.body.script.nodes():
        if isinstance(node, Pipeline) and node.span.start <= call.command.span.start < node.span.end:
            first = node.commands[0]
            if isinstance(first, Simple) and first.name in ("yes", "echo", "printf"):
                return True
    return False
