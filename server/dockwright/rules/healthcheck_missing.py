"""A final stage without HEALTHCHECK."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model


@rule("DL3057", Severity.OFF, aliases=("healthcheck-missing",))
def healthcheck_missing(model: Model) -> Iterator[Finding]:
    """A final stage without HEALTHCHECK."""
    if not model.stages:
        return
    stage = model.stages[-1]
    chain = [stage]
    while chain[-1].base is not None:
        chain.append(chain[-1].base)
    if not any(item.all("HEALTHCHECK") for item in chain):
        message = "Nothing tells whether the container works; add HEALTHCHECK, or HEALTHCHECK NONE to say so."
        yield Finding(stage.origin.keyword.span, message)
