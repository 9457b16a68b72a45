"""A source that a line of the ignore file leaves out of the build context."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, Surroundings, clean
from dockwright.context.sources import given
from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.ignore_fixes import add_to_ignore_file, remove_from_ignore_file
from dockwright.findings.rule import rule


@rule("source-ignored", Severity.WARNING, aliases=("CopyIgnoredFile",), on=("ENV",))
def source_ignored(around: Surroundings) -> Iterator[Finding]:
    """A source that a line of the ignore file leaves out of the build context."""
    for context, source in given(around):
        ignore = context.contents.ignore
        if ignore is None or ignore.error:
            continue
        where = f"{context.place}/{ignore.path}" if context.place else ""
        fate = context.fate(source.path)
        if fate.sent or not fate.left_out or not clean(source.path):
            continue
        line, count = fate.left_out[0]
        files = sum(number for _, number in fate.left_out)
        what = "it" if files == 1 else f"its {files} files"
        ends = (
            "nothing is copied"
            if source.copied and any(mark in source.path for mark in WILDCARDS)
            else "the build does not find it"
        )
        message = f"Line {line.line + 1} of `{ignore.path}`, `{line.text.strip()}`, leaves {what} out; {ends}"
        left = f"{count} {'file' if count == 1 else 'files'}"
        related = (Related(source.token.span, f"leaves out {left}", where, line.line),) if where else ()
        fixes = add_to_ignore_file(context, [f"!{clean(source.path)}"])
        if len(fate.left_out) == 1:
            fixes += remove_from_ignore_file(context, line, source.path)
        yield Finding(
            source.token.span, message, fixes=fixes, related=related, doubtful=not (context.sure and source.fixed)
        )
