"""Translates text that is put together from lines, such as a hover."""

from __future__ import annotations

from collections.abc import Callable

_FENCE = "```"
_MARK = "- "


def said_by_line(markdown: str, say: Callable[[str], str]) -> str:
    """Markdown with each known line in another language; blocks of code stay, as do marks of lists."""
    lines, is_code = [], False
    for line in markdown.split("\n"):
        is_fence = line.startswith(_FENCE)
        is_code ^= is_fence
        mark = _MARK if line.startswith(_MARK) else ""
        own = line[len(mark) :]
        lines.append(line if is_fence or is_code or not own else mark + say(own))
    return "\n".join(lines)
