"""`invalid-base`: a FROM or --from that names no image and no stage, whatever the build is given."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Severity
from dockwright.rules.rule import rule
from dockwright.semantics import platforms
from dockwright.semantics.bases import default_state, is_settled
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.image_names import refusal
from dockwright.semantics.model import Model
from dockwright.semantics.references import mentions
from dockwright.semantics.stage import Stage
from dockwright.text import Edit


@rule("invalid-base", Severity.ERROR)
def invalid_base(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        for word in expanded(stage.body.units[0]):
            if word.error is None and is_settled(model, word):
                yield from _of_word(model, stage, word)
        for mention in mentions(stage.body):
            name = mention.token.value
            if "$" in name or name.lstrip("+-").isdigit() or model.stage_referred(name) is not None:
                continue
            reason = refusal(name)
            if reason:
                span = mention.token.span.shifted(stage.start)
                yield Finding(span, f'No stage is called "{name}", and it names no image: {reason}.')


def _of_word(model: Model, stage: Stage, word: Word) -> Iterator[Finding]:
    value = default_state(model).expand_parts(word.parts, stage.body.units[0].escape)
    if value is None:
        return
    span = word.span.shifted(stage.start)
    if word.kind == "flag":
        reason = platforms.refusal(value)
        if not value and word.value:
            yield Finding(span, f"{word.value} is empty, because no ARG before the first FROM declares it: add one.")
        elif value and reason:
            yield Finding(span, f'"{value}" is no platform: {reason}.')
    elif stage.base is None:
        reason = refusal(value)
        if not reason:
            return
        lowered = value.lower()
        fixes: tuple[Fix, ...] = ()
        if (
            lowered != value
            and (lowered == "scratch" or model.stage_named(lowered, stage.index))
            and not word.variables
        ):
            fixes = (Fix(f"Change to {lowered}", (Edit(span, lowered),), safe=False),)
        yield Finding(span, f'"{value}" names no image: {reason}.', fixes)
