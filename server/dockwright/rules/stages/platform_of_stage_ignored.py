"""`platform-of-stage-ignored`: --platform on a FROM with a stage as its base."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span


@rule("platform-of-stage-ignored", Severity.WARNING, engines=("buildkit",), on=("FROM",))
def platform_of_stage_ignored(stage: Stage) -> Iterator[Finding]:
    flag = stage.origin.flag("platform")
    if stage.base is None or not flag or not flag.value or not stage.origin.arguments:
        return
    below = stage.base.root.origin.flag("platform")
    if below is not None and below.value == flag.value:
        return
    message = f"`--platform` has no effect here because `{stage.base_word}` is a stage with its own platform"
    end = stage.origin.arguments[0].span.start
    fix = Fix("Remove `--platform`", (Edit(Span(flag.span.start, end), ""),))
    yield Finding(flag.span, message, (fix,), tags=("unnecessary",))
