"""`DuplicateStageName`: two stages with the same name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


@rule("DuplicateStageName", Severity.WARNING, aliases=("DL3024", "CKV_DOCKER_11", "trivy/DS-0012"), on=())
def duplicate_stage_name(model: Model) -> Iterator[Finding]:
    seen: dict[str, Stage] = {}
    for stage in model.stages:
        if stage.name is None:
            continue
        first = seen.setdefault(stage.name, stage)
        if first is stage:
            continue
        token, above = stage.name_token, first.name_token
        if token and above:
            message = (
                f"Duplicate stage name `{stage.name}`, so FROM and `COPY --from` may find different stages; rename one"
            )
            yield Finding(token.span, message, related=(Related(above.span, "The first stage of this name"),))
