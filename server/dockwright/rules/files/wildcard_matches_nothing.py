"""`wildcard-matches-nothing`: a wildcard that matches no file of the build context."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, Surroundings, clean
from dockwright.context.sources import taken
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern

_OPTIONAL = pattern(r"[^*?\[]+(\*|\[[^\]]\])")
"""`package-lock.json*`, `yarn.loc[k]`: ways to copy a file only if it exists."""


@rule("wildcard-matches-nothing", Severity.INFORMATION, on=("ENV", "ARG", "COPY", "ADD"))
def wildcard_matches_nothing(around: Surroundings) -> Iterator[Finding]:
    context = around.context
    for source in taken(around.model):
        path = clean(source.path)
        if (
            not source.copied
            or not any(mark in path for mark in WILDCARDS)
            or context.fate(source.path).exists
            or context.doubt(path)
        ):
            continue
        if source.beside and _OPTIONAL.fullmatch(path):
            continue
        root = context.contents.root or "."
        message = f"`{source.path}` matches nothing in the build context `{root}`; the build copies nothing for it"
        yield Finding(source.token.span, message, doubtful=not (context.sure and source.fixed))
