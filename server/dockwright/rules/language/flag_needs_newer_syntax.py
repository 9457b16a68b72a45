"""`flag-needs-newer-syntax`: the file pins a syntax version that does not support a flag or another feature."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.features import features
from dockwright.semantics.model import Model
from dockwright.semantics.syntax_version import pinned
from dockwright.text import Edit, Span


@rule("flag-needs-newer-syntax", Severity.WARNING, engines=("buildkit",))
def flag_needs_newer_syntax(model: Model) -> Iterator[Finding]:
    directive = model.tree.zone.get("syntax")
    match = pinned(model.tree)
    if directive is None or match is None:
        return
    asked = int(match["minor"])
    found = [
        (feature, feature.span.shifted(instruction.start))
        for instruction in model.tree.instructions
        for feature in features(instruction.unit)
        if feature.since > asked
    ]
    for feature, span in found:
        newest = max(feature.since for feature, _ in found)
        start = directive.value_span.start + match.start("version")
        edit = Edit(Span(start, directive.value_span.end), f"1.{newest}")
        message = f"Dockerfile syntax 1.{asked} does not support {feature.about}; use 1.{feature.since} or later"
        place = Related(directive.span, "The version is pinned here")
        yield Finding(span, message, (Fix(f"Raise the syntax to 1.{newest}", (edit,), safe=False),), related=(place,))
