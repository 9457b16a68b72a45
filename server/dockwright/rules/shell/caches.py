"""What package managers leave in the layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.rules.shell.body import Body, Note
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.semantics.packages import Invocation

_APK = ("/var/cache/apk", "/etc/apk/cache")
_PIP = ("/root/.cache/pip",)


def leaves_behind(
    body: Body, managers: tuple[str, ...], subcommands: tuple[str, ...], directories: tuple[str, ...], cleanup: str
) -> Iterator[Note]:
    """The first command that fills directories which nothing empties; the fix appends the clean-up to the text."""
    calls = body.calls_of(*managers)
    if body.is_mounted(*directories) or body.removes(*directories) or any(_cleans(call) for call in calls):
        return
    for call in calls:
        if call.subcommand in subcommands:
            span = call.subcommand_words[-1].span if call.subcommand_words else call.command.words[0].span
            yield Note(
                span,
                f"What `{call.manager.name}` leaves in `{directories[0]}` stays in the image; end this RUN with "
                f"`{cleanup}`.",
                f"Append {cleanup}",
                _appended(body, cleanup),
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
                (Edit(Span(word.span.end, word.span.end), " --no-cache-dir"),),
            )


def _cleans(call: Invocation) -> bool:
    if call.manager.family == "deb":
        return call.subcommand in ("dist-clean", "distclean")
    return call.action == "clean"


def _appended(body: Body, cleanup: str) -> tuple[Edit, ...]:
    """Only after a single list of `&&`, where it runs exactly if all went well."""
    sequence = body.script.body
    if body.script.has_errors or len(sequence.items) != 1 or sequence.separators or "\n" in body.text:
        return ()
    if body.script.comments or any(operator.text != "&&" for operator in getattr(sequence.items[0], "operators", ())):
        return ()
    return (Edit(Span(sequence.span.end, sequence.span.end), f" && {cleanup}"),)
