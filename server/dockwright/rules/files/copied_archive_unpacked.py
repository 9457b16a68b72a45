"""`DL3010`: an archive that a later RUN unpacks is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint.archives import copied_and_unpacked
from dockwright.findings.rule import rule
from dockwright.image.run_body import Body, value
from dockwright.image.run_text import body_of
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.nodes import Token

_ARCHIVE = pattern(r"\.(?:tar(?:\.(?:gz|bz2|xz|zst|lzma))?|tgz|tbz2?|txz|tzst)\Z", re.IGNORECASE)

_MESSAGE = "COPY stores the archive `{}` in a layer; use ADD, which stores only what it unpacks"
_EXTRACTS = pattern(r"-?[a-zA-Z]*x|--(?:extract|get)\Z")


@rule("DL3010", Severity.INFORMATION, aliases=("copied-archive-unpacked",), on=("COPY", "RUN"))
def copied_archive_unpacked(stage: Stage, config: Config) -> Iterator[Finding]:
    if config.profile == "hadolint":
        for source, name in copied_and_unpacked(stage):
            yield Finding(source.span, _MESSAGE.format(name))
        return
    copied: dict[str, Token] = {}
    for step in stage.all("COPY", "RUN"):
        copy = step.instruction
        if copy.name == "COPY" and not copy.flag("from") and len(copy.arguments) == 2:
            source, target = copy.arguments
            name = source.value if target.value.endswith(("/", ".")) else target.value
            if _ARCHIVE.search(source.value) and "*" not in source.value:
                copied[name.rpartition("/")[2]] = source
                if not _ARCHIVE.search(name):  # The target may be a folder.
                    copied[source.value.rpartition("/")[2]] = source
        for name in _unpacked(step) if copied else ():
            if name in copied:
                yield Finding(copied.pop(name).span, _MESSAGE.format(name))


def _unpacked(step: Step) -> tuple[str, ...]:
    body = body_of(step)
    return _unpacked_by(body) if body else ()


@lru_cache(maxsize=4096)
def _unpacked_by(body: Body) -> tuple[str, ...]:
    found: list[str] = []
    for command in body.commands:
        words = [value(word) for word in command.arguments]
        if command.name == "tar" and (_EXTRACTS.match(words[0] if words else "") or "-x" in words):
            found += (word.rpartition("/")[2] for word in words)
    return tuple(found)
