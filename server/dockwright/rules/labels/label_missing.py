"""A label that the schema asks for is missing."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import key_of
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


@rule("DL3049", Severity.INFORMATION, aliases=("label-missing",), on=("LABEL",))
def label_missing(model: Model, config: Config) -> Iterator[Finding]:
    """A label that the schema asks for is missing."""
    if not config.label_schema:
        return
    for stage in _meant(model, config):
        given = _given(stage)
        if config.profile == "hadolint":
            # A stage without a name that is based on this one adds labels for both, to hadolint.
            given |= {
                name for later in model.stages if later.base is stage and not later.name for name in _given(later)
            }
        for name in config.label_schema:
            if name not in given:
                message = f"Missing label `{name}`, which the label schema requires"
                yield Finding(stage.origin.keyword.span, message)


def _meant(model: Model, config: Config) -> Iterator[Stage]:
    """The last stage; for hadolint's profile, all but those that others copy from."""
    if config.profile != "hadolint":
        yield from model.stages[-1:]
        return
    flags = ((stage.index, step.instruction.flag("from")) for stage in model.stages for step in stage.all("COPY"))
    copied = {flag.value.lower(): index for index, flag in flags if flag and flag.value}
    yield from (stage for stage in model.stages if copied.get(stage.name or "", -1) < stage.index)


def _given(stage: Stage | None) -> set[str]:
    """The labels of a stage and of those that it is based on."""
    given: set[str] = set()
    while stage is not None:
        given |= {key_of(key) for step in stage.all("LABEL") for key, _ in step.instruction.pairs}
        stage = stage.base
    return given
