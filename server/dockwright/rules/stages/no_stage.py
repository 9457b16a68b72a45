"""`no-stage`: a file without a FROM."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.structure import CAME_OR_WENT


@rule("no-stage", Severity.ERROR, aliases=("tally/require-stages",), on=(CAME_OR_WENT,))
def no_stage(model: Model) -> Iterator[Finding]:
    units = model.globals.units
    if units and not model.stages and all(unit.name == "ARG" for unit in units):
        last = model.tree.instructions[-1]
        yield Finding(last.keyword.span, "Missing FROM, so there is nothing to build; add one after ARG")
