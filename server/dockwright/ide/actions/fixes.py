"""The fixes of findings, as actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockwright.findings.finding import Finding
from dockwright.ide.values import CodeAction
from dockwright.text import Span


def wanted(kind: str, only: tuple[str, ...]) -> bool:
    """Whether the client asks for actions of a kind."""
    return not only or any(kind == asked or kind.startswith(f"{asked}.") for asked in only)


def fixes(findings: Sequence[Finding], span: Span) -> Iterator[CodeAction]:
    """The fixes of the findings in a selection."""
    for index, finding in enumerate(findings):
        if not finding.span.overlaps(span):
            continue
        for number, fix in enumerate(finding.fixes):
            preferred = fix.safe and number == 0
            yield CodeAction(
                fix.title,
                "quickfix",
                fix.edits,
                preferred=preferred,
                finding=index,
                addition=fix.addition,
            )
