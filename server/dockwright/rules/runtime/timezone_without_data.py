"""`timezone-without-data`: TZ names a zone, but the image has no data of time zones, so the time is UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage

_ZONE = re.compile(r"(?!Etc/(?:UTC|GMT|UCT|Universal|Zulu)\Z)[A-Z][A-Za-z]+/[A-Z][\w+/-]+\Z")
_OTHER_DATA = re.compile(
    r"tzdata|zoneinfo|localtime|openjdk|\bjava|\bjre|nodejs|php\d?|postgresql|python|\bgo\b|tzcode|\$\{?\w+\}?"
)
"""What brings the data, or has its own."""


@rule("timezone-without-data", Severity.WARNING, on=("ENV", "RUN", "COPY", "ADD", "ARG"))
def timezone_without_data(scene: BuiltStage) -> Iterator[Finding]:
    base = scene.image.base
    if not base.is_plain or base.family not in ("alpine", "ubuntu") or scene.stage.is_base:
        return
    if base.package("apk", "tzdata") is not Answer.NO and base.family == "alpine":
        return
    for index in scene.stage.body.places(("ENV",)):
        step = scene.at(index).instruction
        pairs = zip(step.arguments[::2], step.arguments[1::2], strict=False)
        for key, value in pairs:
            if key.value != "TZ" or not _ZONE.match(value.value) or _has_other(scene):
                continue
            start = scene.stage.body.offsets[index]
            message = f"`{base.reference}` has no time zones, so `TZ` has no effect; install `tzdata`"
            fixes = install(scene, index, "tzdata") if base.family == "alpine" else ()
            yield Finding(value.span.shifted(start), message, fixes, doubtful=base.family != "alpine")
            return


def _has_other(scene: BuiltStage) -> bool:
    return any(
        _OTHER_DATA.search(re.sub(r"\$\{?(?:TZ|PATH)\}?", "", unit.text))
        for unit in scene.stage.body.units[1:]
        if unit.name in ("RUN", "COPY", "ADD")
    )
