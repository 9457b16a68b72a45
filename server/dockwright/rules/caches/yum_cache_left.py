"""Cache of yum left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.caches import leaves_behind
from dockwright.findings.shell.in_shell import in_shell
from dockwright.semantics.stage import Step


@rule("DL3032", Severity.HINT, aliases=("yum-cache-left",), on=RUNS, elsewhere="by hadolint")
def yum_cache_left(step: Step) -> Iterator[Finding]:
    """Cache of yum left in the image."""
    return in_shell(
        step,
        lambda body: leaves_behind(body, ("yum",), ("install", "module install"), ("/var/cache/yum",), "yum clean all"),
    )
