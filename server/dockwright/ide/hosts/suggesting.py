"""What was probably meant by a name that does not exist: in words, and as a fix."""

from __future__ import annotations

from dockwright.findings.finding import Fix
from dockwright.text import Edit, Span


def meant(near: str, names: tuple[str, ...]) -> str:
    """How a message about an unknown name ends: with the similar name, or else with the names that there are."""
    if near:
        return f"; did you mean `{near}`?"
    return f"; it has {', '.join(f'`{name}`' for name in names[:5])}" if names else ""


def instead(span: Span, near: str, obstacle: str = "") -> tuple[Fix, ...]:
    """The fix that writes the similar name; none without one, or where something prevents it."""
    if not near or obstacle:
        return ()
    return (Fix(f"Change to `{near}`", (Edit(span, near),), safe=False, guess=True),)
