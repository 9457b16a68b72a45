"""`invalid-base`: a FROM or --from that cannot name an image or a stage, whatever the build arguments."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics import platforms
from dockwright.semantics.bases import default_state, is_settled
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.image_names import refusal
from dockwright.semantics.model import Model
from dockwright.semantics.references import Mention, mentions
from dockwright.semantics.stage import Body, Stage
from dockwright.text import Edit


@rule("invalid-base", Severity.ERROR, on=())
def invalid_base(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        for word in _settled(model, stage):
            yield from _of_word(model, stage, word)
        for mention, reason in _refused(stage.body):
            name = mention.token.value
            if model.stage_referred(name) is None:
                span = mention.token.span.shifted(stage.start)
                yield Finding(span, f"`{name}` is neither a stage nor an image name; {reason}")


def _settled(model: Model, stage: Stage) -> tuple[Word, ...]:
    """The words of a FROM that no build argument can change and that may be invalid."""
    unit = stage.body.units[0]
    key = ("settled", model.globals)
    found: tuple[Word, ...] | None = unit.memo.get(key)
    if found is None:
        defaults = default_state(model)
        words = [word for word in expanded(unit) if word.error is None and is_settled(model, word)]
        values = [defaults.expand_parts(word.parts, unit.escape) for word in words]
        found = unit.memo[key] = tuple(
            word for word, value in zip(words, values, strict=True) if word.kind == "flag" or refusal(value or "")
        )
    return found


def _refused(body: Body) -> tuple[tuple[Mention, str], ...]:
    """The references in a stage that cannot be image names, with the reason; a stage may have that name."""
    found: tuple[tuple[Mention, str], ...] | None = body.memo.get("no-images")
    if found is None:
        names = [mention for mention in mentions(body) if not _is_open(mention.token.value)]
        found = tuple((mention, reason) for mention in names if (reason := refusal(mention.token.value)))
        body.memo["no-images"] = found
    return found


def _is_open(name: str) -> bool:
    return "$" in name or name.lstrip("+-").isdigit()


def _of_word(model: Model, stage: Stage, word: Word) -> Iterator[Finding]:
    value = default_state(model).expand_parts(word.parts, stage.body.units[0].escape)
    if value is None:
        return
    span = word.span.shifted(stage.start)
    if word.kind == "flag":
        reason = platforms.refusal(value)
        if not value and word.value:
            yield Finding(span, f"`{word.value}` is empty; declare it with ARG before the first FROM")
        elif value and reason:
            yield Finding(span, f"Invalid platform `{value}`; {reason}")
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
            fixes = (Fix(f"Change to `{lowered}`", (Edit(span, lowered),), safe=False),)
        yield Finding(span, f"Invalid image name `{value}`; {reason}", fixes)
