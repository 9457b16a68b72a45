"""Caches of package managers that stay in the layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note
from dockwright.syntax.shell import AndOr, Pipeline, Simple, options_set
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.semantics.commands.packages import Invocation
    from dockwright.syntax.shell import Command

_APK = ("/var/cache/apk", "/etc/apk/cache")
_UPDATES = ("--update", "--update-cache", "-U")
"""These fetch the index, as `--no-cache` does, and keep it."""
_PIP = ("/root/.cache/pip",)


def leaves_behind(
    body: Body, managers: tuple[str, ...], subcommands: tuple[str, ...], directories: tuple[str, ...], cleanup: str
) -> Iterator[Note]:
    """The first command that fills directories that nothing empties; the fix appends the clean-up to the script.

    In `cleanup`, `{}` stands for the program that the command is.
    """
    calls = body.calls_of(*managers)
    if body.is_mounted(*directories) or body.removes(*directories):
        return
    last = max((call.command.span.start for call in calls if _cleans(call)), default=-1)
    for call in calls:
        if call.subcommand in subcommands and call.command.span.start > last:
            span = call.subcommand_words[-1].span if call.subcommand_words else call.command.words[0].span
            tool = (call.command.name or call.manager.name).rpartition("/")[2]
            cleanup = cleanup.format(tool)
            told = leaving(span, tool, directories[0], cleanup)
            yield told._replace(title=f"Append `{cleanup}`", edits=appended(body, call, cleanup))
            return


def leaving(span: Span, manager: str, folder: str, cleanup: str) -> Note:
    """The message about a cache that stays in the image."""
    return Note(span, f"`{manager}` leaves `{folder}` in the image; end this RUN with `{cleanup}`")


def apk_cache(body: Body, *, lacks_switch: bool = False) -> Iterator[Note]:
    """`apk add` without `--no-cache`; the fix replaces `--update` and `apk update` by it."""
    if body.is_mounted(*_APK):
        return
    for call in body.calls_of("apk"):
        if call.subcommand == "add" and not call.without_cache:
            span = call.subcommand_words[-1].span
            if lacks_switch:
                cleanup = "rm -rf /var/cache/apk/*"
                told = f"`apk` leaves its package index in the image; end this RUN with `{cleanup}`"
                edits = () if body.removes(*_APK) else appended(body, call, cleanup)
                yield Note(span, told, f"Append `{cleanup}`", edits)
                return
            yield keeping_index(span)._replace(title="Add `--no-cache`", edits=without_apk_cache(body, call))


def keeping_index(span: Span) -> Note:
    """The message about `apk add` without `--no-cache`."""
    return Note(span, "`apk` leaves its package index in the image; add `--no-cache`")


def without_apk_cache(body: Body, call: Invocation) -> tuple[Edit, ...]:
    """The edits that make `apk add` fetch the index itself and not keep it."""
    edits: list[Edit] = []
    updates = [word for word in call.command.arguments if word.literal in _UPDATES]
    if updates:
        edits = [Edit(word.span, "--no-cache" if word is updates[0] else "") for word in updates[:1]]
    else:
        at = call.subcommand_words[-1].span.end
        edits = [Edit(Span(at, at), " --no-cache")]
    update = _update_right_before(body, call)
    return (Edit(update, ""), *edits) if update else tuple(edits)


def _update_right_before(body: Body, call: Invocation) -> Span | None:
    """The range of `apk update` and its `&&`, or `;` under `set -e`, directly before the first `apk add`.

    None if another command reads the index, or if its failure is ignored, because that of `apk add` would not be.
    """
    calls = body.calls_of("apk")
    first = calls[0] if calls else None
    if first is None or first.action != "update" or calls[1] is not call or first.command.assignments:
        return None
    if any(other.subcommand not in ("add", "del") for other in calls[1:]) or body.script.comments:
        return None
    items = body.script.body.items
    for one, mark, other in zip(items, body.script.body.separators, items[1:], strict=False):
        stops = "e" in options_set(body.script)
        if one is first.command and mark.text != "&" and stops and other.span.covers(call.command.span):
            return Span(one.span.start, other.span.start)
    for item in items:
        commands = item.items if isinstance(item, AndOr) else ()
        for one, operator, other in zip(commands, getattr(item, "operators", ()), commands[1:], strict=False):
            if one is first.command and operator.text == "&&" and other.span.covers(call.command.span):
                return Span(one.span.start, other.span.start)
    return None


def pip_cache(body: Body) -> Iterator[Note]:
    """`pip install` that keeps its downloads; the fix adds `--no-cache-dir`."""
    if body.is_mounted(*_PIP) or "PIP_NO_CACHE_DIR" in body.environment or "PIP_NO_CACHE_DIR" in body.text:
        return
    for call in body.calls_of("pip"):
        if call.subcommand == "install" and not call.without_cache:
            word = call.subcommand_words[-1]
            moved = call.arguments.has("--cache-dir")
            edits = () if moved else (Edit(Span(word.span.end, word.span.end), " --no-cache-dir"),)
            yield keeping_downloads(word.span)._replace(title="Add `--no-cache-dir`", edits=edits)


def keeping_downloads(span: Span) -> Note:
    """The message about `pip install` without `--no-cache-dir`."""
    return Note(span, "`pip` leaves its downloads in the image; add `--no-cache-dir` or use a cache mount")


def _cleans(call: Invocation) -> bool:
    if call.manager.family == "deb":
        return call.subcommand in ("dist-clean", "distclean")
    return call.action == "clean"


def appended(body: Body, call: Invocation, cleanup: str) -> tuple[Edit, ...]:
    """The clean-up after all commands, where it runs only on success and does not change the exit status.

    That is after a single `&&` list, and after a simple command if the shell stops at the first failure.
    """
    sequence = body.script.body
    if body.script.has_errors or body.script.comments or not sequence.items or "\n" in body.text.rstrip():
        return ()
    last = sequence.items[-1]
    if _ends_shell(last) or any(mark.text == "&" for mark in sequence.separators):
        return ()
    sudo = as_root(body, call)
    end = last.span.end
    if len(sequence.items) == 1 and not sequence.separators:
        only_and = all(operator.text == "&&" for operator in getattr(last, "operators", ()) if operator.text != "|")
        return (Edit(Span(end, end), f" && {sudo}{cleanup}"),) if only_and else ()
    stops = isinstance(last, Simple) or (isinstance(last, Pipeline) and last.negation is None)
    if len(sequence.separators) != len(sequence.items) - 1 or not stops or "e" not in options_set(body.script):
        return ()
    return (Edit(Span(end, end), f"; {sudo}{cleanup}"),)


def _ends_shell(node: Command | AndOr) -> bool:
    """Whether nothing runs after it: exec, exit or return."""
    last = node.items[-1] if isinstance(node, AndOr) else node
    return isinstance(last, Simple) and (last.name is None or last.name in ("exec", "exit", "return"))


def as_root(body: Body, call: Invocation) -> str:
    """The prefix that runs a command as root, with a space after it; empty if none is needed."""
    return next((f"{command.name} " for command in body.commands if _runs_with_sudo(command, call)), "")


def _runs_with_sudo(command: Simple, call: Invocation) -> bool:
    return (
        command.name in ("sudo", "doas")
        and command.span.end == call.command.span.end
        and command.span != call.command.span
    )
