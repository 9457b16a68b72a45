"""An ignore file beside the Dockerfile that no build reads."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.context.sources import taken
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule


@rule("ignore-file-not-read", Severity.INFORMATION)
def ignore_file_not_read(around: Surroundings) -> Iterator[Finding]:
    """An ignore file beside the Dockerfile that no build reads."""
    context, unread = around.context, around.context.unread
    source = next(taken(around.model), None)
    if unread is None or source is None:
        return
    root = context.contents.root or "."
    message = (
        f"`{unread.path}` is read by no build: the context is `{root}`. Builds read `{unread.right}`, "
        f"with paths from `{root}`."
    )
    yield Finding(source.token.span, message)
