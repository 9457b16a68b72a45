"""Named contexts of the known build: what rules say of a base or `--from` as an image does not hold for them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding, Group
from dockwright.semantics.model import Model

_OF_IMAGES = frozenset(["DL3006", "DL3007", "DL3022", "DL3026", "base-deprecated", "invalid-base", "stage-misspelt"])
_INSIDE = "command-not-installed"
"""Rests on what the base holds, and speaks of places in the stage."""

_SEEN = "named contexts"


class _Seen(NamedTuple):
    """A group's findings, kept with the file's skeleton so that most are not looked at again."""

    findings: tuple[Finding, ...]
    speaks: bool
    """Whether some may not hold."""
    kept: tuple[Finding, ...]
    """Those that do; the same object for as long as they are."""


def without(groups: list[Group], model: Model, context: Context) -> list[Group]:
    """The groups without what is said of a name that is a named context; the same objects where nothing is."""
    names = context.named_contexts
    text = model.tree.text.string

    @cache
    def inside() -> list[tuple[int, int]]:
        stops = [*(stage.start for stage in model.stages[1:]), len(text)]
        named = zip(model.stages, stops, strict=True)
        return [(stage.start, stop) for stage, stop in named if _name(stage.root.base_word) in names]

    def is_void(finding: Finding, start: int) -> bool:
        at = start + finding.span.start
        if finding.code == _INSIDE:
            return any(first <= at < stop for first, stop in inside())
        return finding.code in _OF_IMAGES and _word(text, at, start + finding.span.end) in names

    seen: dict[int, _Seen] = model.skeleton.memo.setdefault(_SEEN, {})
    if len(seen) > 2 * len(groups) + 1_000:
        seen.clear()
    known, result = seen.get, list(groups)
    for index, (findings, start) in enumerate(groups):
        one = known(id(findings))
        if one is None or one.findings is not findings:
            speaks = any(finding.code in _OF_IMAGES or finding.code == _INSIDE for finding in findings)
            one = seen[id(findings)] = _Seen(findings, speaks, findings)
        if one.speaks:
            kept = tuple(finding for finding in findings if not is_void(finding, start))
            if kept != one.kept:
                one = seen[id(findings)] = one._replace(kept=kept)
            if len(kept) != len(findings):
                result[index] = Group(one.kept, start)
    return result


def _word(text: str, start: int, end: int) -> str:
    """The name that a finding is about; some speak of its tag alone."""
    while start and not text[start - 1].isspace() and text[start - 1] not in "=,":
        start -= 1
    return _name(text[start:end])


def _name(written: str) -> str:
    return written.strip("\"'").lower().removesuffix(":latest")
