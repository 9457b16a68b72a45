"""`wget` fills the build log."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.programs import chatty_download
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3047", Severity.HINT, aliases=("wget-progress",))
def wget_progress(step: Step) -> Iterator[Finding]:
    """`wget` fills the build log."""
    return in_shell(step, chatty_download)
