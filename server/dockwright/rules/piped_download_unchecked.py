"""A failed download goes unnoticed in a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.programs import unchecked_pipes
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("piped-download-unchecked", Severity.INFORMATION, groups=("DL4006",), hidden_by=("DL4006",), on=RUNS)
def piped_download_unchecked(step: Step) -> Iterator[Finding]:
    """A failed download goes unnoticed in a pipe."""
    return in_shell(step, lambda body: unchecked_pipes(body, downloads_only=True), onbuild=False)
