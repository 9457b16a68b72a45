"""`DL3007`: a base image with the tag `latest`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Span


@rule("DL3007", Severity.INFORMATION, aliases=("base-latest", "CKV_DOCKER_7", "trivy/DS-0001"), on=("FROM",))
def base_latest(step: Step) -> Iterator[Finding]:
    """`DL3007`: a base image with the tag `latest`."""
    token = step.instruction.arguments[0] if step.instruction.arguments else None
    if token is None or "@" in token.value:
        return
    if token.value.endswith(":latest"):
        tag = Span(token.span.end - len("latest"), token.span.end)
        yield Finding(tag, "The tag `latest` changes over time; pin the release that you built with")
