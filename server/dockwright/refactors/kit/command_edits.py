"""Refactorings of single commands: each provides the edits of the script for one command, or a refusal."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.image.run_body import Note
from dockwright.image.run_text import edits_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite
from dockwright.refactors.kit.shell_text import UNREADABLE, ShellText, calls, shell_texts
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

One = Callable[[ShellText, Invocation], tuple[Edit, ...] | str]
"""The edits of the script for one command, none if it does not apply; or why it is refused."""


def each_call(model: Model, selection: Span, one: One, title: str, cost: str = "") -> Answer:
    """Apply a function to each command of a package manager in the selection."""
    edits: dict[Edit, None] = {}
    count = 0
    reason = ""
    for text in shell_texts(model, selection):
        for call in calls(text, selection):
            found = one(text, call)
            if isinstance(found, str):
                reason = reason or found
            elif found and text.body.script.has_errors:
                reason = reason or UNREADABLE
            elif found:
                note = Note(call.command.span, "", edits=found)
                own = dict.fromkeys(edit.shifted(text.run.start) for edit in edits_of(text.run.unit, note))
                count += not own.keys() <= edits.keys()  # one clean-up may serve several commands
                edits |= own
    if edits:
        return Rewrite(title if count < 2 else f"{title}, in {count} commands", tuple(sorted(edits)), cost)
    return Refusal(reason) if reason else None


def behind_subcommand(call: Invocation, new: str) -> tuple[Edit, ...]:
    """Insert an option after the subcommand, or after the program if there is none."""
    named = [word for word in call.subcommand_words if word.literal and word.literal in call.subcommand.split()]
    end = (named or call.command.words[:1])[-1].span.end
    return (Edit(Span(end, end), f" {new}"),)
