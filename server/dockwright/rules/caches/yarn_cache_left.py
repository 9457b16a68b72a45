"""`DL3060`: cache of yarn left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import as_hadolint
from dockwright.findings.shell.caches import leaves_behind
from dockwright.findings.shell.later_installs import stands_on
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.frozen import replace
from dockwright.image.run_body import Body, Note
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit

_OFFLINE = pattern(r"\byarn\b[^;&|]*--offline\b")


@rule("DL3060", Severity.HINT, aliases=("yarn-cache-left",), on=RUNS)
def yarn_cache_left(model: Model, config: Config) -> Iterator[Finding]:
    for stage in model.stages:
        for index in stage.body.places(RUNS) if stage.in_image else ():
            found = _left(stage.body.units[index], stage.body.states[index], config.profile == "hadolint")
            start = stage.start + stage.body.offsets[index]
            wanted = bool(found) and _is_wanted(model, stage, start)
            if not wanted or config.profile == "hadolint":
                yield from (replace(one, fixes=() if wanted else one.fixes).shifted(start) for one in found)


def _left(unit: Unit, before: State, hadolint: bool) -> tuple[Finding, ...]:
    """The findings of one RUN, with ranges from its start; kept with it, since all are asked again after an edit."""
    found: tuple[Finding, ...] | None = unit.memo.get(key := ("DL3060", before, hadolint))
    if found is None:
        check = as_hadolint(_leaves, lambda body: theirs.leaves(body, "yarn")) if hadolint else _leaves
        step = Step(Instruction(unit, 0), before, before)
        found = unit.memo[key] = tuple(in_shell(step, check, hadolint=hadolint))
    return found


def _leaves(body: Body) -> Iterator[Note]:
    folders = ("/usr/local/share/.cache/yarn", "/root/.cache/yarn")
    return leaves_behind(body, ("yarn",), ("install",), folders, "yarn cache clean")


def _is_wanted(model: Model, stage: Stage, place: int) -> bool:
    """Whether a later RUN, here or in a stage built on this one, installs from the cache alone."""
    return any(
        later.instruction.start > place and _OFFLINE.search(later.instruction.unit.text)
        for other in model.stages
        if stands_on(other, stage)
        for later in other.all(*RUNS)
    )
