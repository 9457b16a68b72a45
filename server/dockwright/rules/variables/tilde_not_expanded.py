"""`tilde-not-expanded`: `~` in a path, which Docker reads as a folder name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.text import Span

_HOME = r"[\"']?(~(?:/|[\"']?\Z))"
_IN_PATH = r"(?:^|:)[\"']?(~)/"


@rule("tilde-not-expanded", Severity.WARNING, on=("ENV", "COPY", "ADD", "WORKDIR", "VOLUME"))
def tilde_not_expanded(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.problems:
        return
    for token in _places(step):
        pattern = _IN_PATH if found.name == "ENV" else _HOME
        match = (re.search if found.name == "ENV" else re.match)(pattern, token.value)
        if match:
            message = f"{found.name} does not expand `~` and uses a folder of that name; write the full path"
            yield Finding(_at(token, match.start(1)), message)


def _places(step: Step) -> list[Token]:
    found = step.instruction
    if found.name == "ENV":
        return [value for key, value in found.pairs if key.value.endswith("PATH")]
    if found.name in ("COPY", "ADD"):
        return list(found.arguments[-1:])
    return list(found.arguments) if found.name in ("WORKDIR", "VOLUME") else []


def _at(token: Token, offset: int) -> Span:
    exact = token.span.end - token.span.start == len(token.value)
    return Span(token.span.start + offset, token.span.start + offset + 1) if exact else token.span
