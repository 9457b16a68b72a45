"""`wget` fills the build log."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.frozen import replace
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.programs import chatty_download
from dockwright.rules.shell.report import body_of, in_shell
from dockwright.semantics.families import family
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage

_KEY = "DL3047"


@rule(_KEY, Severity.HINT, aliases=("wget-progress",))
def wget_progress(model: Model) -> Iterator[Finding]:
    """`wget` fills the build log; the flag is safe to add to GNU's wget only, as that of BusyBox refuses it."""
    for step in model.global_steps:
        yield from (_doubtful(finding) for finding in in_shell(step, chatty_download))
    for stage in model.stages:
        found: tuple[Finding, ...] | None = stage.body.memo.get(_KEY)
        if found is None:
            steps = stage.alone.all("RUN", "ONBUILD")
            found = tuple(finding for step in steps for finding in in_shell(step, chatty_download))
            stage.body.memo[_KEY] = found
        if found:
            gnu = _is_gnu(model, stage)
            yield from ((finding if gnu else _doubtful(finding)).shifted(stage.start) for finding in found)


def _doubtful(finding: Finding) -> Finding:
    return replace(finding, fixes=tuple(replace(fix, safe=False) for fix in finding.fixes))


def _is_gnu(model: Model, stage: Stage) -> bool:
    """Whether the system has no BusyBox, or a package manager has installed wget."""
    if family(model, stage) in ("debian", "ubuntu", "rhel", "suse"):
        return True
    bodies = [body for step in stage.alone.all("RUN") if (body := body_of(step))]
    calls = [call for body in bodies for call in body.calls]
    return any(
        call.manager.family in ("deb", "rpm") or any(package.name == "wget" for package in call.packages)
        for call in calls
    )
