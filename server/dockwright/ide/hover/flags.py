"""Hover for flags, mount types and mount keys."""

from __future__ import annotations

from dockwright.ide import pages
from dockwright.ide.values import Hover
from dockwright.semantics import mounts
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag
from dockwright.text import Span

_LONG = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly", "rw": "readwrite"}


def flag_at(instruction: Instruction, offset: int, locale: str) -> Hover | None:
    """The page of the flag at `offset`, or of the key of a mount there."""
    for flag in instruction.flags:
        if flag.span.touches(offset):
            found = _mount(instruction, flag, offset, locale) if flag.name == "mount" else None
            return found or _page(f"flags/{instruction.name}/{flag.name}", flag.span, locale)
    return None


def _mount(instruction: Instruction, flag: Flag, offset: int, locale: str) -> Hover | None:
    if not flag.value or not flag.value_span.touches(offset):
        return None
    for field in mounts.fields(instruction, flag):
        if field.span == flag.value_span or not field.span.touches(offset):
            continue
        if field.key == "type" and field.value:
            found = _page(f"mounts/{field.value.lower()}", field.span, locale)
            if found:
                return found
        return _page(f"mounts/keys/{_LONG.get(field.key, field.key)}", field.span, locale)
    return None


def _page(key: str, span: Span, locale: str) -> Hover | None:
    page = pages.find(key, locale)
    return Hover(span, page) if page else None
