"""`DL3022`: `COPY --from` with a value that is not the name of a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model

_MESSAGE = "No stage above is named `{}`, so it is read as an image or a named context"


@rule("DL3022", Severity.OFF, aliases=("copy-from-unknown",), on=())
def copy_from_unknown(model: Model, config: Config) -> Iterator[Finding]:
    """`DL3022`: `COPY --from` with a value that is not the name of a stage."""
    if config.profile == "hadolint":
        yield from _unknown_to_hadolint(model)
        return
    names = {stage.name for stage in model.stages}
    for stage in model.stages:
        for step in stage.all("COPY"):
            flag = step.instruction.flag("from")
            value = (flag.value or "") if flag else ""
            if flag is None or not value or ":" in value or "$" in value:
                continue
            if value.isdigit() and int(value) < stage.index:
                continue
            if value.lower() not in names or any(value.lower() == item.name for item in model.stages[stage.index :]):
                yield Finding(flag.value_span, _MESSAGE.format(value))


def _unknown_to_hadolint(model: Model) -> Iterator[Finding]:
    """Values that are neither an image with a tag nor a stage (or its number) up to and including the current one."""
    for stage in model.stages:
        names = {one.name for one in model.stages[: stage.index + 1]}
        for step in stage.all("COPY"):
            flag = step.instruction.flag("from")
            value = flag.value if flag else None
            if flag is None or not value or ":" in value or value.lower() in names:
                continue
            if not (value.isdigit() and int(value) <= stage.index):
                yield Finding(flag.value_span, _MESSAGE.format(value))
