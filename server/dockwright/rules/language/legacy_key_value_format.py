"""`LegacyKeyValueFormat`: `ENV name value` without a `=`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.legacy_pairs import is_legacy, with_equals
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("LegacyKeyValueFormat", Severity.INFORMATION)
def legacy_key_value_format(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.inner or not is_legacy(found.unit):
        return
    key = found.arguments[0]
    edits = with_equals(found.unit)
    fixes = () if isinstance(edits, str) else (Fix("Write it with =", tuple(e.shifted(found.start) for e in edits)),)
    message = f'"{found.name} name value" is the old form, which holds one pair only: write {key.value}=value.'
    yield Finding(key.span, message, fixes)
