"""Archives and programs that unpack them, as hadolint detects them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint.body import body_as_hadolint
from dockwright.findings.hadolint.reading import seen
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.semantics.stage import Stage, Step
    from dockwright.syntax.nodes import Token

_ARCHIVE = pattern(r"\.(?:tar|gz|bz2|xz|Z|lz|lzma|tb2|tbz2?|tgz|tlz|tpz|txz|tZ)\Z")
_UNPACK = frozenset(["gunzip", "bunzip2", "unlzma", "unxz", "zgz", "uncompress", "unzip", "zcat"])


def is_archive(name: str) -> bool:
    """Whether a name has the extension of an archive (case-sensitive)."""
    return bool(_ARCHIVE.search(name))


def copied_and_unpacked(stage: Stage) -> Iterator[tuple[Token, str]]:
    """The sources of COPY that are archives, with the name of each that a later RUN of the stage unpacks."""
    waiting: list[tuple[Token, tuple[str, ...]]] = []
    for step in stage.all("COPY", "RUN"):
        copy = step.instruction
        if copy.name == "COPY" and not copy.flag("from") and len(copy.arguments) > 1:
            target = _name(copy.arguments[-1].value)
            sources = [token for token in copy.arguments[:-1] if is_archive(_name(token.value))]
            names = (target,) if is_archive(target) else tuple(_name(token.value) for token in sources)
            if sources:
                waiting.append((sources[0], names))
        elif copy.name == "RUN":
            unpacked = set(_unpacked(step))
            for each in [each for each in waiting if unpacked.intersection(each[1])]:
                waiting.remove(each)
                yield each[0], next(name for name in each[1] if name in unpacked)


def _name(path: str) -> str:
    return path.strip("\"'").rpartition("/")[2]


def _unpacked(step: Step) -> Iterator[str]:
    body = body_as_hadolint(step)
    for one in seen(body) if body and not body.script.has_errors else ():
        if one.name in _UNPACK or (one.name == "tar" and one.has("x", "extract", "get")):
            yield from (text.rpartition("/")[2] for text in one.plain if "$" not in text)
