"""`download-stays-packed`: ADD downloads an archive that nothing unpacks."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import urlsplit

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.lazy import pattern
from dockwright.semantics import copying

_UNPACKS = pattern(r"\b(?:tar|bsdtar|gunzip|gzip|zcat|unxz|xz|bunzip2|zstd|unar|7z|install|python3?|node|perl)\b")
"""What may unpack an archive without naming it."""


@rule("download-stays-packed", Severity.WARNING, on=("ADD", "RUN", "CMD", "ENTRYPOINT"))
def download_stays_packed(stage: BuiltStage) -> Iterator[Finding]:
    if not stage.stage.in_image or stage.stage.is_base:
        return
    for add in stage.stage.all("ADD"):
        found = add.instruction
        named = copying.sources(found)
        if found.problems or len(named) != 1 or any(flag.name == "unpack" for flag in found.flags):
            continue
        source, target = named[0].value, found.arguments[-1].value
        if not source.lower().startswith(("http://", "https://")) or copying.GIT.match(source):
            continue
        name = posixpath.basename(urlsplit(source).path)
        if "$" in name or not copying.ARCHIVE_NAME.search(name) or not target.endswith("/"):
            continue
        later = [
            step.instruction.unit.text
            for step in stage.stage.all("RUN", "CMD", "ENTRYPOINT")
            if step.instruction.start > found.start
        ]
        if any(name in text or _UNPACKS.search(text) or "<<" in text for text in later):
            continue
        message = f"ADD does not unpack downloads, so `{name}` stays packed in `{target}`; add `--unpack=true`"
        yield Finding(named[0].span, message)
