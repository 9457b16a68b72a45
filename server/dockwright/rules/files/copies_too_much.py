"""`copies-too-much`: a folder is copied together with parts that images rarely need."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from dockwright.context.build_context import Surroundings, clean
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import FOLDERS, unwanted_folders
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.forms.ignore_fixes import add_to_ignore_file
from dockwright.findings.rule import rule


@rule("copies-too-much", Severity.INFORMATION, on=("ENV", "ARG", "COPY", "ADD"))
def copies_too_much(around: Surroundings) -> Iterator[Finding]:
    context = around.context
    for source in filter(attrgetter("copied"), taken(around.model)):
        path = clean(source.path)
        if any(part in FOLDERS for part in path.split("/")):
            continue
        found = unwanted_folders(context, source.path)
        if found:
            *first, last = [f"`{one.path}`" for one in found[:3]]
            named = f"{', '.join(first)} and {last}" if first else last
            count = sum(one.files for one in found[:3])
            files = "1 file" if count == 1 else f"{count:,} files"
            ignored_by = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
            message = f"This copies {named} ({files}); exclude what the build does not need in `{ignored_by}`"
            fixes = add_to_ignore_file(context, [f"**/{one.path}" for one in found])
            is_told = context.sure and bool(context.builds)  # of what nothing builds, a history in `.git` is no news
            yield Finding(source.token.span, message, fixes, doubtful=not is_told)
