"""`source-ignored`: a source that the ignore file excludes from the build context."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, Surroundings, clean
from dockwright.context.sources import given
from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.forms.ignore_fixes import add_to_ignore_file, remove_from_ignore_file
from dockwright.findings.rule import rule


@rule("source-ignored", Severity.WARNING, aliases=("CopyIgnoredFile",), on=("ENV", "ARG", "COPY", "ADD"))
def source_ignored(around: Surroundings) -> Iterator[Finding]:
    for context, source in given(around):
        ignore = context.contents.ignore
        if ignore is None or ignore.error:
            continue
        where = f"{context.place}/{ignore.path}" if context.place else ""
        fate = context.fate(source.path)
        if fate.sent or not fate.left_out or not clean(source.path):
            continue
        line, count = fate.left_out[0]
        ends = (
            "nothing is copied"
            if source.copied and any(mark in source.path for mark in WILDCARDS)
            else "the build does not find it"
        )
        by = f"`{line.text.strip()}` on line {line.line + 1} of `{ignore.path}`"
        others = " and other lines" if len(fate.left_out) > 1 else ""
        message = f"Excluded by {by}{others}, so {ends}"
        excluded = "1 file" if count == 1 else f"{count:,} files"
        related = (Related(source.token.span, f"Excludes {excluded}", where, line.line),) if where else ()
        fixes = add_to_ignore_file(context, [f"!{clean(source.path)}"])
        if len(fate.left_out) == 1:
            fixes += remove_from_ignore_file(context, line, source.path)
        yield Finding(
            source.token.span, message, fixes=fixes, related=related, doubtful=not (context.sure and source.fixed)
        )
