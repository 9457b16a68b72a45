"""`LegacyKeyValueFormat`: `ENV name value` without a `=`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span


@rule("LegacyKeyValueFormat", Severity.INFORMATION)
def legacy_key_value_format(step: Step) -> Iterator[Finding]:
    found = step.instruction
    words = found.argument_text.split(None, 1)
    if found.name not in ("ENV", "LABEL") or found.problems or len(found.arguments) != 2 or "=" in words[0]:
        return
    key, value = found.arguments
    message = f'"{found.name} name value" is the old form, which holds one pair only: write {key.value}=value.'
    fixes: tuple[Fix, ...] = ()
    if value.value and not any(mark in value.value for mark in "'\"\\`$") and not found.comments:
        quote = '"' if " " in value.value or "\t" in value.value else ""
        edits = [Edit(Span(key.span.end, value.span.start), "=" + quote)]
        if quote:
            edits.append(Edit(Span(value.span.end, value.span.end), quote))
        if "\n" not in found.text and value.span.end - value.span.start == len(value.value):
            fixes = (Fix("Write it with =", tuple(edits)),)
    yield Finding(key.span, message, fixes)
