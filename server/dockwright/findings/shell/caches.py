"""What package managers leave in the layer."""

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
_PIP = ("/root/.cache/pip",)


def leaves_behind(
    body: Body, managers: tuple[str, ...], subcommands: tuple[str, ...], directories: tuple[str, ...], cleanup: str
) -> Iterator[Note]:
    """The first command that fills directories which nothing empties; the fix appends the clean-up to the text."""
    calls = body.calls_of(*managers)
    if body.is_mounted(*directories) or body.removes(*directories):
        return
    last = max((call.command.span.start for call in calls if _cleans(call)), default=-1)
    for call in calls:
        if call.subcommand in subcommands and call.command.span.start > last:
            span = call.subcommand_words[-1].span if call.subcommand_words else call.command.words[0].span
            yield Note(
                span,
                f"What `{call.manager.name}` leaves in `{directories[0]}` stays in the image; end this RUN with "
                f"`{cleanup}`.",
                f"Append {cleanup}",
                appended(body, call, cleanup),
            )
            return


def apk_cache(body: Body) -> Iterator[Note]:
    """`apk add` without `--no-cache`; the fix adds it."""
    if body.is_mounted(*_APK):
        return
    for call in body.calls_of("apk"):
        if call.subcommand == "add" and not call.without_cache:
            word = call.subcommand_words[-1]
            yield Note(
                word.span,
                "The package index that apk fetches stays in the image; add `--no-cache`.",
                "Add --no-cache",
                (Edit(Span(word.span.end, word.span.end), " --no-cache"),),
            )


def pip_cache(body: Body) -> Iterator[Note]:
    """`pip install` that keeps its downloads; the fix adds `--no-cache-dir`."""
    if body.is_mounted(*_PIP) or "PIP_NO_CACHE_DIR" in body.environment or "PIP_NO_CACHE_DIR" in body.text:
        return
    for call in body.calls_of("pip"):
        if call.subcommand == "install" and not call.without_cache:
            word = call.subcommand_words[-1]
            yield Note(
                word.span,
                "pip keeps what it downloads in the image; add `--no-cache-dir`, or mount a cache there.",
                "Add --no-cache-dir",
                ()
                if call.arguments.has("--cache-dir")
                else (Edit(Span(word.span.end, word.span.end), " --no-cache-dir"),),
            )


def _cleans(call: Invocation) -> bool:
    if call.manager.family == "deb":
        return call.subcommand in ("dist-clean", "distclean")
    return call.action == "clean"


def appended(body: Body, call: Invocation, cleanup: str) -> tuple[Edit, ...]:
    """The clean-up behind all commands, where it runs exactly if all went well and changes no exit status.

    That is after a single list of `&&`, and after a simple command where the shell stops at the first failure.
    """
    sequence = body.script.body
    if body.script.has_errors or body.script.comments or not sequence.items or "\n" in body.text.rstrip():
        return ()
    last = sequence.items[-1]
    if _ends_shell(last) or any(mark.text == "&" for mark in sequence.separators):
        return ()
    sudo = "sudo " if any(_runs_with_sudo(command, call) for command in body.commands) else ""
    end = last.span.end
    if len(sequence.items) == 1 and not sequence.separators:
        only_and = all(operator.text == "&&" for operator in getattr(last, "operators", ()) if operator.text != "|")
        return (Edit(Span(end, end), f" && {sudo}{cleanup}"),) if only_and else ()
    stops = isinstance(last, Simple) or (isinstance(last, Pipeline) and last.negation is None)
    if len(sequence.separators) != len(sequence.items) - 1 or not stops or "e" not in options_set(body.script):
        return ()
    return (Edit(Span(end, end), f"; {sudo}{cleanup}"),)


def _ends_shell(node: Command | AndOr) -> bool:
    """Whether nothing runs after it: exec, exit and the like."""
    last = node.items[-1] if isinstance(node, AndOr) else node
    return isinstance(last, Simple) and (last.name is None or last.name in ("exec", "exit", "return"))


def _runs_with_sudo(command: Simple, call: Invocation) -> bool:
    return command.name == "sudo" and command.span.end == call.command.span.end and command.span != call.command.span
