"""`stage-out-of-reach`: COPY or a mount from the same stage, a later one, or a number without a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.references import mentions
from dockwright.syntax.words import WordError, read, variables

_SELF = "DL3023"
_CIRCLE = "tally/circular-stage-deps"


@rule("stage-out-of-reach", Severity.ERROR, parts=((_SELF,), (_CIRCLE,)), on=())
def stage_out_of_reach(model: Model, config: Config) -> Iterator[Finding]:
    for stage in model.stages:
        for mention in mentions(stage.body):
            if mention.is_trigger:
                continue  # the trigger runs in another stage, where the order may be correct
            name, span = mention.token.value, mention.token.span.shifted(stage.start)
            copied = mention.kind == "copy"
            target = model.stage_referred(name, numbers=copied)
            if copied and _expands(name, model.tree.escape):
                if config.engine == "podman":
                    continue  # variables are expanded there, and the stage is unknown
                message = "`--from` does not replace variables; copy from a stage that is FROM the variable"
                yield Finding(span, message)
            elif target is None and copied and name.isascii() and name.isdigit():
                message = f"Unknown stage {name}; the {len(model.stages)} stages of the file count from 0"
                yield Finding(span, message)
            elif target is not None and target.index >= stage.index:
                itself = target is stage
                verb = "copy" if copied else "mount"
                what = f"`{name}` is this stage, and a stage cannot {verb} from itself"
                if not itself:
                    what = f"The stage `{name}` comes later in the file; a stage can {verb} only from those above it"
                place = Related(target.origin.head_span, "This stage")
                yield Finding(span, what, related=(place,), alias=_SELF if itself and copied else _CIRCLE)


def _expands(name: str, escape: str) -> bool:
    try:
        return bool(variables(read(name, escape)))
    except WordError:
        return False
