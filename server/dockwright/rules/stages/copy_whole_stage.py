"""`DL3067`: COPY of the whole file system of a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.structure import CAME_OR_WENT
from dockwright.syntax.nodes import Token

_MESSAGE = "This copies everything in the other stage, including tools and caches; copy only the results"


@rule("DL3067", Severity.WARNING, aliases=("copy-whole-stage",), on=(CAME_OR_WENT, "COPY"))
def copy_whole_stage(model: Model, config: Config) -> Iterator[Finding]:
    """`DL3067`: COPY of the whole file system of a stage."""
    for stage in model.stages:
        for value, token in _copies(stage):
            alone = config.profile == "hadolint" and token.value.strip("\"'") == "/"
            if alone or (config.profile != "hadolint" and _builds(model.stage_referred(value))):
                yield Finding(token.span.shifted(stage.start), _MESSAGE)


def _copies(stage: Stage) -> list[tuple[str, Token]]:
    """The `--from` value and the source of each COPY of a whole root; spans count from the start of the stage."""
    found: list[tuple[str, Token]] | None = stage.body.memo.get("DL3067")
    if found is None:
        found = stage.body.memo["DL3067"] = []
        for step in stage.alone.all("COPY"):
            copy = step.instruction
            flag = copy.flag("from")
            if flag is None or len(copy.arguments) < 2 or copy.arguments[-1].value.strip("\"'") != "/":
                continue
            sources = [token for token in copy.arguments[:-1] if token.value.strip("\"'") in ("/", "/.", "/*")]
            found += [(flag.value or "", token) for token in sources]
    return found


def _builds(stage: Stage | None) -> bool:
    """Whether a stage contains more than build results: it has a base image and a RUN."""
    if stage is None or stage.root.is_scratch:
        return False
    while stage is not None:
        if stage.all("RUN"):
            return True
        stage = stage.base
    return False
