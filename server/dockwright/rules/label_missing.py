"""A label that the schema asks for is missing."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.labels import key_of
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


@rule("DL3049", Severity.INFORMATION, aliases=("label-missing",))
def label_missing(model: Model, config: Config) -> Iterator[Finding]:
    """A label that the schema asks for is missing."""
    if not config.label_schema or not model.stages:
        return
    last = model.stages[-1]
    stage: Stage | None = last
    given: set[str] = set()
    while stage is not None:
        given |= {key_of(key) for step in stage.all("LABEL") for key, _ in step.instruction.pairs}
        stage = stage.base
    for name in config.label_schema:
        if name not in given:
            message = f"The image has no label `{name}`, which the label schema asks for: add it."
            yield Finding(last.origin.keyword.span, message)
