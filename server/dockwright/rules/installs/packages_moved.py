"""`packages-moved`: the release is past its end of life, and its packages are no longer where the image looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.bases.end_of_life import servers_gone
from dockwright.image.built_stage import BuiltStage
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import Invocation, invocation

_OTHER_SOURCES = re.compile(
    r"archive\.debian|old-releases|vault\.|snapshot\.debian|sources\.list|yum\.repos|/etc/apt|/etc/yum|baseurl|mirrorlist"
    r"|\.repo\b|--enablerepo|--releasever|(?:COPY|ADD)[^\n]*\s/(?:etc/?)?\s*$",
    re.IGNORECASE,
)


@rule("packages-moved", Severity.WARNING, on=("RUN", "COPY", "ADD"))
def packages_moved(scene: BuiltStage) -> Iterator[Finding]:
    where = scene.image.base.distribution
    reason = servers_gone(where, datetime.now(UTC).date()) if where is not None else None
    if reason is None or not where or not where.official:
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, _ in step.commands:
            call = invocation(ran.command)
            if call is None or call.manager.family not in ("deb", "rpm") or call.action not in ("update", "install"):
                continue
            if call.manager.name in ("rpm", "dpkg") or (call.action == "install" and not _named(call)):
                continue
            if says(scene, _OTHER_SOURCES, index + 1):
                return
            span = source_span(step.instruction.unit, ran.span).shifted(scene.stage.body.offsets[index])
            doubtful = step.is_doubtful or not ran.certain
            yield Finding(span, f"{reason}; use a newer release", doubtful=doubtful)
            return


def _named(call: Invocation) -> bool:
    return any(one.kind == "package" for one in call.packages)
