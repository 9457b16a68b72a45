"""A folder is copied with parts that images rarely need."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from dockwright.context.build_context import Surroundings, clean
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import FOLDERS, unwanted_folders
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.ignore_fixes import add_to_ignore_file
from dockwright.findings.rule import rule


@rule("copies-too-much", Severity.INFORMATION, on=("ENV",))
def copies_too_much(around: Surroundings) -> Iterator[Finding]:
    """A folder is copied with parts that images rarely need."""
    context = around.context
    for source in filter(attrgetter("copied"), taken(around.model)):
        path = clean(source.path)
        if any(part in FOLDERS for part in path.split("/")):
            continue
        found = unwanted_folders(context, source.path)
        if found:
            named = "; ".join(
                f"`{one.path}` ({one.files:,} file{'s'[: one.files != 1]}), {one.why}" for one in found[:3]
            )
            ignored_by = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
            message = f"This copies {named}. Name it in `{ignored_by}` if the build does not need it."
            fixes = add_to_ignore_file(context, [f"**/{one.path}" for one in found])
            yield Finding(source.token.span, message, fixes, doubtful=not context.sure)
