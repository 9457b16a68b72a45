"""`chown-on-windows`: --chown in an image for Windows, which ignores it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.windows import is_windows
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span


@rule("chown-on-windows", Severity.INFORMATION, aliases=("tally/windows/no-chown-flag",), on=("COPY", "ADD"))
def chown_on_windows(stage: Stage) -> Iterator[Finding]:
    if not is_windows(stage):
        return
    for step in stage.all("COPY", "ADD"):
        flag = step.instruction.flag("chown")
        if flag:
            text, start = step.instruction.unit.text, step.instruction.start
            end = flag.span.end
            while text[end - start : end - start + 1] in (" ", "\t"):
                end += 1
            fix = Fix("Remove `--chown`", (Edit(Span(flag.span.start, end), ""),), safe=False)
            yield Finding(flag.span, "`--chown` has no effect in Windows images; use `icacls` in a RUN", (fix,))
