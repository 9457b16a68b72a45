"""`insecure-run`: a RUN with full privileges on the build machine."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("insecure-run", Severity.WARNING, groups=("security",), on=("RUN", "ONBUILD"))
def insecure_run(step: Step) -> Iterator[Finding]:
    """`--security=insecure`, which BuildKit rejects unless the entitlement is granted."""
    found = step.instruction
    flag = found.flag("security") if found.name == "RUN" else None
    if flag and flag.value == "insecure":
        message = "This RUN is privileged, so what it runs can take over the build machine; avoid it if you can"
        yield Finding(flag.span, message)
