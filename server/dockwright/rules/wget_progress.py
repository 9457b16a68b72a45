"""`wget` fills the build log."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.frozen import replace
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.programs import chatty_download
from dockwright.rules.shell.report import body_of, in_shell
from dockwright.semantics.families import family
from dockwright.semantics.stage import Stage


@rule("DL3047", Severity.HINT, aliases=("wget-progress",), on=RUNS)
def wget_progress(stage: Stage) -> Iterator[Finding]:
    """`wget` fills the build log; the flag is safe to add to GNU's wget only, as that of BusyBox refuses it."""
    found = [finding for step in stage.all("RUN", "ONBUILD") for finding in in_shell(step, chatty_download)]
    gnu = bool(found) and _is_gnu(stage)
    yield from (finding if gnu else _doubtful(finding) for finding in found)


def _doubtful(finding: Finding) -> Finding:
    return replace(finding, fixes=tuple(replace(fix, safe=False) for fix in finding.fixes))


def _is_gnu(stage: Stage) -> bool:
    """Whether the system has no BusyBox, or a package manager has installed wget."""
    if family(stage) in ("debian", "ubuntu", "rhel", "suse"):
        return True
    bodies = [body for step in stage.alone.all("RUN") if (body := body_of(step))]
    calls = [call for body in bodies for call in body.calls]
    return any(
        call.manager.family in ("deb", "rpm") or any(package.name == "wget" for package in call.packages)
        for call in calls
    )
