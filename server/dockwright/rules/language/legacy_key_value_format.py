"""`LegacyKeyValueFormat`: `ENV name value` without a `=`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.legacy_pairs import blanks_around, is_legacy, with_equals, without_blanks
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("LegacyKeyValueFormat", Severity.INFORMATION, on=("ENV", "LABEL"))
def legacy_key_value_format(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.inner or not is_legacy(found.unit):
        return
    key = found.arguments[0]
    if blanks_around(found.unit):
        edits = tuple(edit.shifted(found.start) for edit in without_blanks(found.unit))
        fixes = (Fix("Remove the spaces around `=`", edits, safe=False),) if edits else ()
        message = f"Space before `=`, so `{key.value}` gets everything that follows as value; write `{key.value}=value`"
        yield Finding(key.span, message, fixes)
        return
    written = with_equals(found.unit)
    fixes = ()
    if not isinstance(written, str):
        fixes = (Fix("Write it with `=`", tuple(edit.shifted(found.start) for edit in written)),)
    message = f"`{found.name} name value` is a legacy format with a single pair; write `{key.value}=value`"
    yield Finding(key.span, message, fixes)
