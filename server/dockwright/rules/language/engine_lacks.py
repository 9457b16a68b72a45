"""`engine-lacks`: a feature that the configured build engine does not support."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.features import features
from dockwright.semantics.stage import Step

_NAMES = {"podman": "Podman", "kaniko": "kaniko", "classic": "Docker's classic builder"}


@rule("engine-lacks", Severity.WARNING, engines=("podman", "kaniko", "classic"))
def engine_lacks(step: Step, config: Config) -> Iterator[Finding]:
    for feature in features(step.instruction.unit):
        if config.engine in feature.lacking:
            name = _NAMES[config.engine]
            message = f"{name}, set as `engine`, does not support {feature.about}"
            yield Finding(feature.span.shifted(step.instruction.start), message)
