"""Named contexts of the known build: findings about a base or `--from` as an image do not apply to them."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding
from dockwright.semantics.model import Model

_OF_IMAGES = frozenset(["DL3006", "DL3007", "DL3022", "DL3026", "base-deprecated", "invalid-base", "stage-misspelt"])
Left = Callable[[tuple[Finding, ...], int], tuple[Finding, ...]]
"""A function from findings and their offset in the file to those that apply; the same object if all do."""


def holding(model: Model, context: Context | None, section: int) -> Left | None:
    """The filter for findings in a section (0: before the first FROM, then the stages); None if all apply."""
    names = context.named_contexts if context is not None else ()
    if not names:
        return None
    text = model.tree.text.string

    def is_void(finding: Finding, start: int) -> bool:
        return finding.code in _OF_IMAGES and _word(text, start + finding.span.start, start + finding.span.end) in names

    def left(findings: tuple[Finding, ...], start: int) -> tuple[Finding, ...]:
        found = tuple(finding for finding in findings if not is_void(finding, start))
        return found if len(found) < len(findings) else findings

    return left


def _word(text: str, start: int, end: int) -> str:
    """The name that a finding is about; some findings are about its tag only."""
    while start and not text[start - 1].isspace() and text[start - 1] not in "=,":
        start -= 1
    return _name(text[start:end])


def _name(written: str) -> str:
    return written.strip("\"'").lower().removesuffix(":latest")
