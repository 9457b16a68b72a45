"""`link-ignored-with-chmod`: --link that BuildKit ignores (dockerfile2llb, convert_copy.go)."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span


@rule("link-ignored-with-chmod", Severity.INFORMATION, engines=("buildkit",), on=("COPY", "ADD", "ONBUILD"))
def link_ignored_with_chmod(step: Step) -> Iterator[Finding]:
    found = step.instruction.inner or step.instruction
    if found.name not in ("COPY", "ADD") or found.problems:
        return
    link, chmod = found.flag("link"), found.flag("chmod")
    if link is None or chmod is None or not chmod.value or (link.value or "true").lower() != "true":
        return
    start, text = step.instruction.start, step.instruction.unit.text
    end = link.span.end
    while text[end - start : end - start + 1] in (" ", "\t"):
        end += 1
    fix = Fix("Remove `--link`", (Edit(Span(link.span.start, end), ""),))
    message = "BuildKit ignores `--link` with `--chmod`; set the mode of the source files, or remove `--link`"
    yield Finding(link.span, message, (fix,), tags=("unnecessary",))
