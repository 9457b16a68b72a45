"""The parts of a RUN that conflict with its cache mounts, and the edits that remove them."""

from __future__ import annotations

import re

from dockwright.refactors.kit.command_removal import operand_spans, spans_without
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics.commands.packages import Invocation, Manager
from dockwright.syntax.shell import Simple, Word, unwrapped
from dockwright.text import Edit, Span

_NETWORK = "--no-network"


def cleaning(
    text: ShellText, managers: dict[str, Manager], targets: list[str], home: str | None
) -> list[Edit] | Refusal:
    """The edits that remove options against the cache, and commands that empty what will be mounted."""
    gone: list[Simple] = []
    spans: list[Span] = []
    families = {manager.name if manager.family != "deb" else "deb" for manager in managers.values()}
    for call in text.body.calls:
        manager = call.manager
        if (manager.name if manager.family != "deb" else "deb") not in families:
            continue
        if call.action == "clean":
            gone.append(_whole(text, call))
        else:
            spans += operand_spans(call.command, _switches(call))
    for command in text.body.commands:
        inner = unwrapped(command)
        if inner.name == "find" and _finds(inner, targets):
            return Refusal("`find` deletes what would be in the cache; remove that command first")
        if inner.name != "rm":
            continue
        fate = _removed(inner, targets, home)
        if isinstance(fate, Refusal):
            return fate
        operands = [word for word in inner.arguments if not word.text.startswith("-")]
        if fate and len(fate) == len(operands):
            gone.append(command)
        else:
            spans += operand_spans(inner, fate)
    if gone:
        found = spans_without(text.body.script, gone)
        if found is None:
            return Refusal("The command that empties the cache cannot be removed without changing the rest")
        spans += found
    spans = [span for span in spans if not any(other != span and other.covers(span) for other in spans)]
    return [Edit(text.deleted(span), "") for span in sorted(set(spans))]


def _whole(text: ShellText, call: Invocation) -> Simple:
    """The command as the shell sees it, with sudo and the like."""
    return next(
        command
        for command in text.body.commands
        if command.span.end == call.command.span.end and command.span.start <= call.command.span.start
    )


def _switches(call: Invocation) -> list[Word]:
    unwanted = call.manager.no_cache - {_NETWORK}
    return [word for word in call.command.arguments if (word.literal or "").partition("=")[0] in unwanted]


def _removed(command: Simple, targets: list[str], home: str | None) -> list[Word] | Refusal:
    """The operands inside a cache; a Refusal if one contains a cache."""
    found: list[Word] = []
    for word in command.arguments:
        path = re.sub(r"\A(~|\$HOME|\$\{HOME\})(?=/|\Z)", home or "~", word.text.strip("\"'"))
        if not path.startswith("/"):
            continue
        path = re.sub(r"/?(\*|\.\[!\.\]\*|\{\*,\.\*\})?\Z", "", re.sub(r"/+", "/", path))
        for target in targets:
            if path == target or path.startswith(target + "/"):
                found.append(word)
                break
            if not path or target.startswith(path + "/"):
                return Refusal(f"`rm` deletes `{word.text}`, where the cache would be mounted")
    return found


def _finds(command: Simple, targets: list[str]) -> bool:
    words = [word.literal or "" for word in command.arguments]
    deletes = "-delete" in words or "rm" in words
    return deletes and any(word == target or word.startswith(target + "/") for word in words for target in targets)
