"""`invalid-json-form`: an invalid JSON array, which is read as shell text or as words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.json_array import repaired
from dockwright.findings.forms.no_array import is_array_almost, why_no_array
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step

_MAY_BE_EMPTY = ("CMD", "ENTRYPOINT")
_LIKE_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule(
    "invalid-json-form",
    Severity.WARNING,
    aliases=("tally/invalid-json-form",),
    on=(*_LIKE_SHELL, "VOLUME", "COPY", "ADD"),
)
def invalid_json_form(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.is_json or found.problems:
        return
    text, span = found.argument_text, found.arguments_span
    if found.name == "HEALTHCHECK":
        if len(found.arguments) != 2:
            return
        text, span = found.arguments[1].value, found.arguments[1].span
    if text[:1] != "[" or len(text) > 10_000 or any(problems(step, "unreadable-word")):
        return
    edits = repaired(found.unit)
    fixes: tuple[Fix, ...] = ()
    if isinstance(edits, tuple):
        fixes = (Fix("Write it as a JSON array", tuple(edit.shifted(found.start) for edit in edits), safe=False),)
    becomes = "a shell runs it as text" if found.name in _LIKE_SHELL else "it is split at spaces"
    behind = _behind(text, found.name)
    if behind:
        message = f"`{behind}` after the JSON array makes it invalid, so {becomes}; remove it"
        yield Finding(span, message, fixes)
        return
    array = text[: text.rindex("]") + 1] if re.match(r"\s+#", text[text.rfind("]") + 1 :]) else text
    if fixes or is_array_almost(array):
        reason = why_no_array(array)
        yield Finding(span, f"Invalid JSON array, so {becomes}; {reason}", fixes)


def _behind(text: str, name: str) -> str:
    """The text after a complete array; empty if the array is incomplete or nothing follows."""
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return ""
    whole = isinstance(value, list) and all(isinstance(item, str) for item in value)
    behind = text[end:].strip()[:40]
    return behind if whole and (value or (name in _MAY_BE_EMPTY and behind.startswith("#"))) else ""
