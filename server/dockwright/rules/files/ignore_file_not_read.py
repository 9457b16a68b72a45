"""`ignore-file-not-read`: an ignore file at a place where no build reads it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.context.sources import taken
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule

_MESSAGE = "No build reads `{0}`; for the context `{2}`, builds read `{1}`, with paths from `{2}`"


@rule("ignore-file-not-read", Severity.INFORMATION)
def ignore_file_not_read(around: Surroundings) -> Iterator[Finding]:
    context, unread = around.context, around.context.unread
    source = next(taken(around.model), None)
    if unread is None or source is None:
        return
    yield Finding(source.token.span, _MESSAGE.format(unread.path, unread.right, context.contents.root or "."))
