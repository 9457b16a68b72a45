"""`RedundantTargetPlatform`: --platform with the default value."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule(
    "RedundantTargetPlatform", Severity.INFORMATION, aliases=("DL3065",), engines=("buildkit", "podman"), on=("FROM",)
)
def redundant_target_platform(step: Step) -> Iterator[Finding]:
    found = step.instruction
    flag = found.flag("platform")
    if flag and flag.value and _TARGET.fullmatch(flag.value) and found.arguments:
        start = flag.span
        fix = Fix("Remove `--platform`", (Edit(start._replace(end=start.end + 1), ""),), safe=False)
        yield Finding(flag.span, "Redundant `--platform`; the target platform is the default", (fix,))


_TARGET = pattern(r"\"?\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?[-?][^${}]*)?\})\"?")
"""The variable is always set, so its default or error message is never used."""
