"""`DL3009`: package lists of apt left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import as_hadolint
from dockwright.findings.shell.caches import leaves_behind
from dockwright.findings.shell.installs import lone_update
from dockwright.findings.shell.later_installs import Later, relies_on_lists
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.frozen import replace
from dockwright.image.run_body import Body, Note
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit

_NEEDED_BELOW = (
    "`apt-get` leaves `/var/lib/apt/lists` in the image, and a RUN below uses it; update and install in one RUN"
)


@rule("DL3009", Severity.HINT, aliases=("apt-lists-left",), on=(*RUNS, "COPY", "ADD", "CMD", "ENTRYPOINT"))
def apt_lists_left(model: Model, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"
    for stage in model.stages:
        for index in stage.body.places(RUNS) if stage.in_image else ():
            found = _left(stage.body.units[index], stage.body.states[index], hadolint)
            if not found:
                continue
            start = stage.start + stage.body.offsets[index]
            later = relies_on_lists(model, stage, start) if any(finding.fixes for finding in found) else None
            for finding in found:
                yield (_told(finding, later) if later and finding.fixes else finding).shifted(start)


def _told(finding: Finding, later: Later) -> Finding:
    """The finding if something below reads the lists, or may read them, so the fix is not safe."""
    if later.sure:
        return replace(finding, message=_NEEDED_BELOW, fixes=())
    return replace(finding, fixes=tuple(replace(fix, safe=False) for fix in finding.fixes))


def _left(unit: Unit, before: State, hadolint: bool) -> tuple[Finding, ...]:
    """The findings of one RUN, with ranges from its start; kept with it, since all are asked again after an edit."""
    found: tuple[Finding, ...] | None = unit.memo.get(key := ("DL3009", before, hadolint))
    if found is None:
        step = Step(Instruction(unit, 0), before, before)
        check = as_hadolint(_leaves, theirs.apt_lists) if hadolint else _leaves_with_install
        found = unit.memo[key] = tuple(in_shell(step, check, hadolint=hadolint))
    return found


def _leaves_with_install(body: Body) -> Iterator[Note]:
    """The same without lists that are fetched alone, which `update-without-install` reports."""
    return iter(()) if any(lone_update(body)) else _leaves(body)


def _leaves(body: Body) -> Iterator[Note]:
    return leaves_behind(
        body, ("apt-get", "apt", "aptitude"), ("update",), ("/var/lib/apt/lists",), "rm -rf /var/lib/apt/lists/*"
    )
