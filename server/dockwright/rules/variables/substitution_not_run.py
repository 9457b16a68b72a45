"""`substitution-not-run`: `$(command)` in text that no shell runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.text import Span

_ELSEWHERE = ("WORKDIR", "USER", "COPY", "ADD", "EXPOSE", "VOLUME")
_IN_RUN = "{} does not run commands, so this stays as text; run it in RUN"
_IN_RUN_OR_GIVEN = "{} does not run commands, so this stays as text; run it in RUN or pass the value with `--build-arg`"
_FOR_A_SHELL = pattern(r"PS\d|.*(?:CMD|COMMAND|SCRIPT|PROMPT|USAGE|RUN|INSTALL)", re.IGNORECASE)


@rule("substitution-not-run", Severity.WARNING)
def substitution_not_run(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.problems or ("$(" not in found.unit.text and "`" not in found.unit.text):
        return
    for token in _values(step):
        at = _substitution(token.value, found.unit.escape)
        if at >= 0 and (found.name != "LABEL" or not token.value[:at].strip("\"'")):
            exact = token.span.end - token.span.start == len(token.value)
            span = Span(token.span.start + at, token.span.end) if exact else token.span
            yield Finding(span, (_IN_RUN if found.name in _ELSEWHERE else _IN_RUN_OR_GIVEN).format(found.name))
            return


def _values(step: Step) -> list[Token]:
    found = step.instruction
    if found.name in ("ENV", "LABEL"):
        return [value for key, value in found.pairs if not _FOR_A_SHELL.match(key.value)]
    if found.name == "ARG":
        return [token for token in found.arguments if not _FOR_A_SHELL.match(token.value.partition("=")[0])]
    return list(found.arguments) if found.name in _ELSEWHERE and not found.heredocs else []


def _substitution(value: str, escape: str) -> int:
    """The offset of the first command substitution that is neither single-quoted nor escaped; -1 if there is none."""
    quote, at = "", 0
    while at < len(value):
        character = value[at]
        if character == escape and quote != "'":
            at += 1
        elif character in "'\"" and quote in ("", character):
            quote = "" if quote else character
        elif quote != "'":
            backtick = character == "`" and "`" in value[at + 2 :]
            if backtick or (character == "$" and value[at + 1 : at + 2] == "(" and ")" in value[at + 3 :]):
                return at
        at += 1
    return -1
