"""Fixes that add lines to the ignore file of a build context."""

from __future__ import annotations

from dockwright.context.known import Context
from dockwright.lazy import pattern
from dockwright.rules.finding import Addition, Fix

MOST_LINES = 10
_PLAIN = pattern(r"!?[\w./@+*-][\w ./@+*-]*")


def add_to_ignore_file(context: Context, lines: list[str]) -> tuple[Fix, ...]:
    """The fix that adds these lines at the end, where they win; none for names that would need escapes."""
    lines = list(dict.fromkeys(lines))[:MOST_LINES]
    if not context.place or not all(_PLAIN.fullmatch(line) and line == line.strip() for line in lines):
        return ()
    held = context.contents
    path = held.ignore.path if held.ignore else f"{held.root}/.dockerignore".lstrip("/")
    line, column = held.ignore.end if held.ignore else (0, 0)
    text = ("\n" if column else "") + "".join(f"{line}\n" for line in lines)
    place = f"{context.place.rstrip('/')}/{path}"
    what = f"`{lines[0]}`" + (f" and {len(lines) - 1} more" if len(lines) > 1 else "")
    title = f"Add {what} to `{path}`" if held.ignore else f"Create `{path}` with {what}"
    return (Fix(title, (), False, Addition(place, text, line, column, held.ignore is None)),)
