"""`wget` fills the build log."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dockwright.frozen import replace
from dockwright.rules.chains import in_stage
from dockwright.rules.finding import Finding, Group, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.programs import chatty_download
from dockwright.rules.shell.report import body_of, in_shell
from dockwright.semantics.families import family
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage

_KEY = "DL3047"


@rule(_KEY, Severity.HINT, aliases=("wget-progress",))
def wget_progress(model: Model) -> Iterator[Finding | Group]:
    """`wget` fills the build log; the flag is safe to add to GNU's wget only, as that of BusyBox refuses it."""
    for step in model.global_steps:
        yield from (_doubtful(finding) for finding in in_shell(step, chatty_download))
    for stage in model.stages:
        yield from in_stage(stage, _KEY, partial(_in, model))


def _in(model: Model, stage: Stage) -> Iterator[Finding]:
    found = [finding for step in stage.all("RUN", "ONBUILD") for finding in in_shell(step, chatty_download)]
    gnu = bool(found) and _is_gnu(model, stage)
    yield from (finding if gnu else _doubtful(finding) for finding in found)


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
