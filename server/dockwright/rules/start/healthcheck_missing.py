"""`DL3057`: a final stage without HEALTHCHECK."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.structure import CAME_OR_WENT


@rule("DL3057", Severity.OFF, aliases=("healthcheck-missing", "CKV_DOCKER_2", "trivy/DS-0026"), on=(CAME_OR_WENT,))
def healthcheck_missing(model: Model, config: Config) -> Iterator[Finding]:
    """`DL3057`: a final stage without HEALTHCHECK; in the profile `hadolint`, any stage."""
    checked = {below.index for stage in model.stages if stage.all("HEALTHCHECK") for below in _chain(stage)}
    for stage in model.stages if config.profile == "hadolint" else model.stages[-1:]:
        if stage.index not in checked and not any(below.all("HEALTHCHECK") for below in _chain(stage)):
            message = "Missing HEALTHCHECK; add one, or HEALTHCHECK NONE if the container needs none"
            yield Finding(stage.origin.keyword.span, message)


def _chain(stage: Stage) -> Iterator[Stage]:
    """A stage and the stages that it is based on."""
    below: Stage | None = stage
    while below is not None:
        yield below
        below = below.base
