"""Replace apt-get on Alpine by apk, if the packages certainly have the same names."""

from __future__ import annotations

import re

from dockwright.image.bases.base import Base
from dockwright.image.bases.packages import in_both
from dockwright.image.run_body import Note
from dockwright.image.run_text import edits_of
from dockwright.image.steps import root
from dockwright.refactors.kit.command_removal import operand_spans, spans_without
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.shell_text import UNREADABLE, ShellText, shell_texts
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.syntax.shell import Simple
from dockwright.text import Edit, Span

_TITLE = "Install with `apk`"
_PLAIN = re.compile(r"-(?:[yq]+|-yes|-assume-yes|-quiet|-no-install-(?:recommends|suggests))")
_LEFT = re.compile(r"/var/(?:lib/apt/lists|cache/apt)(?:/.*)?")


@refactor("refactor.rewrite.packages.apk", _TITLE, fixes=("package-manager-missing",))
def use_apk(model: Model, selection: Span) -> Answer:
    """Write `apk add --no-cache` instead of `apt-get install` in the first selected RUN with it on Alpine."""
    for text in shell_texts(model, selection):
        base = root(text.stage.root).base
        if base.family == "alpine" and any(call.manager.family == "deb" for call in text.body.calls):
            found = _edits(text, base)
            return Refusal(found) if isinstance(found, str) else Rewrite(_TITLE, tuple(sorted(found)))
    return None


def _edits(text: ShellText, base: Base) -> list[Edit] | str:
    calls = [call for call in text.body.calls if call.manager.family == "deb"]
    installs = [call for call in calls if call.action == "install"]
    others = [call for call in calls if call.action in ("update", "clean")]
    if text.body.script.has_errors:
        return UNREADABLE
    if not installs or len(installs) + len(others) < len(calls):
        return "Only updates, installs and clean-ups certainly mean the same with `apk`"
    for call in installs:
        if reason := _why_not(call, base):
            return reason
    gone = [call.command for call in others] + [one for one in text.body.commands if _deletes_lists(one)]
    spans = spans_without(text.body.script, gone) if gone else []
    if spans is None:
        return "A command that `apk` does not need cannot be removed without changing the rest"
    edits = [Edit(text.deleted(span), "") for span in spans]
    for call in installs:
        options = [word for word in call.command.arguments if word.text.startswith("-")]
        own = (
            Edit(call.command.words[0].span, "apk"),
            Edit(call.subcommand_words[0].span, "add --no-cache"),
            *(Edit(span, "") for span in operand_spans(call.command, options)),
        )
        note = Note(call.command.span, "", edits=own)
        edits += (edit.shifted(text.run.start) for edit in edits_of(text.run.unit, note))
    return edits


def _why_not(call: Invocation, base: Base) -> str:
    for word in call.command.arguments:
        if word.text.startswith("-") and not _PLAIN.fullmatch(word.text):
            return f"Cannot tell the counterpart of `{word.text}` in `apk`"
    if not call.packages or len(call.subcommand_words) != 1:
        return "The package names are not literal"
    for package in call.packages:
        if package.word.literal != package.name or not in_both(base, package.name):
            return f"Cannot tell the name of `{package.word.text}` on Alpine"
    return ""


def _deletes_lists(command: Simple) -> bool:
    words = [word.literal or "" for word in command.arguments]
    operands = [word for word in words if not word.startswith("-")]
    is_plain = command.name == "rm" and bool(operands) and not command.redirections
    return (
        is_plain and any("f" in word for word in words if word.startswith("-")) and all(map(_LEFT.fullmatch, operands))
    )
