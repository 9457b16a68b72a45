"""`archive-becomes-folder`: ADD of an archive to a file name, which becomes a folder with the unpacked content."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.rules.files.add_for_local_files import ONLY_ADD, copied_instead
from dockwright.semantics import copying


@rule("archive-becomes-folder", Severity.WARNING, on=("ADD",))
def archive_becomes_folder(step: BuildStep) -> Iterator[Finding]:
    found, context = step.instruction, step.files.context
    named = copying.sources(found)
    if found.problems or len(named) != 1 or found.heredocs or any(flag.name in ONLY_ADD for flag in found.flags):
        return
    source, target = named[0].value, found.arguments[-1].value
    if not copying.ARCHIVE_NAME.search(source) or not copying.ARCHIVE_NAME.search(target):
        return
    if "$" in source or copying.REMOTE.match(source) or any(mark in source for mark in "*?["):
        return
    if context is not None and context.kind(source) in ("file", "folder"):
        return  # nothing to unpack
    message = f"ADD unpacks `{source}`, so `{target}` becomes a folder; use COPY to keep the archive"
    yield Finding(found.arguments[-1].span, message, (copied_instead(found),))
