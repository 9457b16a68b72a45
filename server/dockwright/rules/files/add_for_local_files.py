"""`DL3020`: ADD of plain local files, for which COPY is enough."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.hadolint.archives import is_archive
from dockwright.findings.rule import rule
from dockwright.semantics.copying import kind_of_name, sources
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit

_MESSAGE = "ADD also unpacks archives and downloads URLs; use COPY to only copy files"
_UNSURE = "ADD also unpacks archives; use COPY, unless a source is an archive to unpack"
ONLY_ADD = frozenset({"keep-git-dir", "checksum", "unpack"})
"""The flags that COPY does not have."""


@rule("DL3020", Severity.INFORMATION, aliases=("add-for-local-files", "CKV_DOCKER_4"), on=("ADD",))
def add_for_local_files(step: Step, config: Config) -> Iterator[Finding]:
    add = step.instruction
    if len(add.arguments) < 2 or add.problems:
        return
    named = [_bare(source.value) for source in sources(add)]
    sure = all(map(kind_of_name, named)) and not any(flag.name in ONLY_ADD for flag in add.flags)
    if config.profile == "hadolint" and not all(map(_needs_add, named)):
        fixes = (copied_instead(add),) if sure else ()
        yield Finding(add.keyword.span, _MESSAGE if sure else _UNSURE, fixes)
    if config.profile == "hadolint" or not sure:
        return
    yield Finding(add.keyword.span, _MESSAGE, (copied_instead(add),))


def copied_instead(add: Instruction, *, safe: bool = True) -> Fix:
    """The fix that turns an ADD into a COPY."""
    new = "COPY" if add.keyword.value.isupper() else "copy" if add.keyword.value.islower() else "Copy"
    return Fix("Replace ADD with COPY", (Edit(add.keyword.span, new),), safe=safe)


def _needs_add(source: str) -> bool:
    """Whether hadolint takes a source for a URL or an archive, by its name."""
    return source.startswith(("http://", "https://")) or is_archive(source)


def _bare(source: str) -> str:
    """A source without quotes around it."""
    whole = len(source) > 1 and source[0] in "'\"" and source[-1] == source[0]
    return source[1:-1] if whole else source
