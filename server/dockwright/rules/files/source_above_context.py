"""`source-above-context`: a source with a path that leads out of the build context."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule("source-above-context", Severity.WARNING, on=("COPY", "ADD"))
def source_above_context(step: Step) -> Iterator[Finding]:
    copy = step.instruction
    if copy.problems or copy.flag("from"):
        return
    for token in copy.arguments[:-1]:
        path = token.value
        if "://" in path or "$" in path or path.startswith(("/", "<<")):
            continue
        reached = posixpath.normpath(path)
        if reached == ".." or reached.startswith("../"):
            inside = posixpath.normpath(f"/{path}").lstrip("/") or "."
            message = f"`{path}` cannot leave the build context; the build takes `{inside}` of the context instead"
            written = copy.unit.text[token.span.start - copy.start : token.span.end - copy.start]
            fix = Fix(f"Change to `{inside}`", (Edit(token.span, inside),), safe=False, guess=True)
            yield Finding(token.span, message, (fix,) if written == path else ())
