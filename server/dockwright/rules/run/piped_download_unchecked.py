"""`piped-download-unchecked`: a failed download goes unnoticed in a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.pipes import unchecked_downloads
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.image.families import family
from dockwright.semantics.stage import Stage


@rule("piped-download-unchecked", Severity.INFORMATION, groups=("DL4006",), hidden_by=("DL4006",), on=RUNS)
def piped_download_unchecked(stage: Stage) -> Iterator[Finding]:
    busybox = _may_be_busybox(stage)
    for step in stage.all("RUN"):
        if "|" in step.instruction.unit.text:
            yield from in_shell(step, lambda body: unchecked_downloads(body, busybox))


def _may_be_busybox(stage: Stage) -> bool:
    return family(stage) not in ("debian", "ubuntu", "rhel", "suse")
