"""`words-run-together`: a line that is meant as a command becomes arguments of the command before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import Simple, Word
from dockwright.text import Edit, Span

_STARTS = {
    "apt": "update|install|upgrade|remove|purge|clean|autoremove",
    "apt-get": "update|install|upgrade|dist-upgrade|remove|purge|clean|autoremove|autoclean",
    "apk": "add|update|del|upgrade",
    "yum": "install|update|clean|-y", "dnf": "install|update|clean|-y", "microdnf": "install|clean",
    "pip": "install", "pip3": "install", "npm": "install|ci|run|cache|prune|config|set", "yarn": "install|add",
    "mkdir": "-.*|/.*", "chmod": r"-R|[0-7]{3,4}|[ugoa]*\+.*", "chown": "-R|.*:.*", "rm": "-.*", "ln": "-.*",
    "useradd": "-.*", "groupadd": "-.*", "cd": "/.*",
}  # fmt: skip
"""Words that begin a command, and the pattern of the word after them."""
_TAKE_COMMANDS = frozenset(
    [
        "sudo", "doas", "env", "exec", "command", "time", "nice", "nohup", "timeout", "xargs", "gosu", "su-exec",
        "chroot", "su", "sh", "bash", "dash", "ash", "zsh", "ssh", "docker", "find", "watch", "script", "expect",
        "runuser", "setpriv", "fakeroot", "eval", "trap", "alias", "test", "[", "[[", "for", "printf", "man",
        "which", "type", "hash", "whereis", "apropos", "tini", "dumb-init", "parallel", "retry", "proxychains",
        "eatmydata", "unshare", "nsenter", "flock",
    ]
)  # fmt: skip
"""Programs that take commands, or names of commands, as arguments."""


@rule("words-run-together", Severity.WARNING, on=RUNS)
def words_run_together(step: Step) -> Iterator[Finding]:
    body = body_of(step)
    if body is None or body.script.has_errors:
        return
    unit = step.instruction.unit
    for command in body.commands:
        name = (command.name or "").rpartition("/")[2]
        if not name or name in _TAKE_COMMANDS or (unit.inner is not None):
            continue
        place = _swallowed(unit, command)
        if place is None:
            continue
        before, word = place
        end = source_span(unit, before.span).end
        message = (
            f"`{name}` gets `{word.text}` and what follows as arguments, so nothing runs it; put `&&` between them"
        )
        fix = Fix("Put `&&` between them", (Edit(Span(end, end), " &&"),), safe=False)
        yield Finding(source_span(unit, word.span), message, (fix,))


def _swallowed(unit: Unit, command: Simple) -> tuple[Word, Word] | None:
    """The last word of a command and the first of the one that it swallows."""
    call = invocation(command)
    takes_none = call is not None and call.manager.name in ("apt-get", "apk") and call.action == "update"
    words = command.words
    if command.name == "cd" and len(words) > 2 and not words[1].text.startswith("-"):
        between = unit.text[source_span(unit, words[1].span).end : source_span(unit, words[2].span).start]
        return (words[1], words[2]) if "\n" in between else None
    if command.name == "./configure":
        for before, word in pairwise(words):
            between = unit.text[source_span(unit, before.span).end : source_span(unit, word.span).start]
            if word.text == "make" and "\n" in between:
                return before, word
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        starts = _STARTS.get(word.text)
        if starts is None or not re.fullmatch(starts, after.text) or before is words[0]:
            continue
        if _is_text(command, word):
            return None
        between = unit.text[source_span(unit, before.span).end : source_span(unit, word.span).start]
        same = "\n" not in unit.text[source_span(unit, word.span).end : source_span(unit, after.span).start]
        if ("\n" in between and same and _is_joined(before)) or takes_none:
            return before, word
    return None


def _is_text(command: Simple, word: Word) -> bool:
    """Whether `echo` writes a word, and what is behind it, to a file."""
    behind = [
        item for item in command.redirections if item.span.start > word.span.start and item.operator in (">", ">>")
    ]
    names = [item.target.text for item in behind if item.target is not None and item.descriptor in ("", "1")]
    return command.name == "echo" and any(not name.startswith("/dev/") for name in names)


def _is_joined(before: Word) -> bool:
    """Whether a word ends its command: after an option a value may follow."""
    return not re.fullmatch(r"-[A-Za-z]|-c|-exec|--", before.text)
