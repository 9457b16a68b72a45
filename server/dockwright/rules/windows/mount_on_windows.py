"""`mount-on-windows`: RUN --mount in an image for Windows."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.windows import is_windows
from dockwright.semantics.stage import Stage


@rule("mount-on-windows", Severity.INFORMATION, aliases=("tally/windows/no-run-mounts",), on=("RUN",))
def mount_on_windows(stage: Stage) -> Iterator[Finding]:
    if is_windows(stage):
        for step in stage.all("RUN"):
            flag = step.instruction.flag("mount")
            if flag:
                yield Finding(
                    flag.span, "Builders of Windows images do not support mounts, so the build fails here; use COPY"
                )
