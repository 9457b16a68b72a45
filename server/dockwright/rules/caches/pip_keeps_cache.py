"""`pip install` keeps its downloads in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.caches import pip_cache
from dockwright.findings.shell.in_shell import in_shell
from dockwright.frozen import replace
from dockwright.semantics.stage import Step


@rule("DL3042", Severity.HINT, aliases=("pip-keeps-cache",), on=RUNS, elsewhere="by hadolint")
def pip_keeps_cache(step: Step, config: Config) -> Iterator[Finding]:
    """`pip install` keeps its downloads in the image."""
    if "pip --no-cache-dir" not in step.before.lacks:
        yield from in_shell(step, pip_cache)
    elif config.profile == "hadolint":
        yield from (replace(finding, fixes=()) for finding in in_shell(step, pip_cache))
