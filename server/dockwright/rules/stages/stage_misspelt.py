"""`stage-misspelt`: a misspelled stage name, which is read as an image name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.references import mentions
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Token
from dockwright.text import Edit

_PLAIN = r"[A-Za-z][A-Za-z0-9_-]{3,}\Z"


_MOST = 200


@rule("stage-misspelt", Severity.WARNING, on=())
def stage_misspelt(model: Model) -> Iterator[Finding]:
    named = {stage.name: stage for stage in model.stages if stage.name}
    for stage in model.stages if 0 < len(named) < _MOST else ():
        for mention in mentions(stage.body):
            if mention.token.value.lower() not in named and not mention.is_trigger:
                yield from _meant(mention.token.shifted(stage.start), stage, named)
        token = stage.base_token
        if token and stage.index and stage.base is None:
            yield from _meant(token, stage, named)


def _meant(token: Token, stage: Stage, named: dict[str, Stage]) -> Iterator[Finding]:
    """The stage with a similar name: one letter added, missing, different or swapped."""
    if not re.match(_PLAIN, token.value):
        return
    for name, target in named.items():
        if target.index < stage.index and is_slip(token.value.lower(), name) and not is_image(token.value):
            message = f"Unknown stage `{token.value}`, so it is read as an image; did you mean `{name}`?"
            fix = Fix(f"Change to `{name}`", (Edit(token.span, name),), safe=False, guess=True)
            yield Finding(token.span, message, (fix,), related=(Related(target.origin.head_span, "This stage"),))
            return


def is_slip(word: str, name: str) -> bool:
    """Whether a word differs from a name by one letter that is added, missing, different or swapped."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    left, right = word[start:], name[start:]
    exchanged = left[:2] == right[1::-1] and left[2:] == right[2:]
    slips = left[1:] == right[1:] or left[1:] == right or left == right[1:] or exchanged
    return slips and not (left + right).isdigit()


def is_image(name: str) -> bool:
    """Whether an official image has this name."""
    from dockwright.semantics.images import names

    return name.lower() in names()
