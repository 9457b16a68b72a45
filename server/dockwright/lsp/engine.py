"""The functions of `ide` that the server asks, found when they are first needed, so that starting costs nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from dockwright.config import Config
from dockwright.text import Edit, Span, Text


class Reported(Protocol):
    """A finding with what the rule that made it says: its code, level and page."""

    @property
    def span(self) -> Span: ...
    @property
    def message(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def level(self) -> str: ...


class Snapshot(Protocol):
    """What the server needs to know of `ide.snapshot.Snapshot`."""

    @property
    def text(self) -> Text: ...
    @property
    def findings(self) -> Sequence[Any]: ...
    def edited(self, edits: Sequence[Edit]) -> Snapshot: ...


@dataclass(frozen=True)
class Plain:
    """A document that is kept, but not analysed: an ignore file, or a language that is not ours."""

    text: Text
    findings: tuple[Any, ...] = ()

    def edited(self, edits: Sequence[Edit]) -> Plain:
        """The document after some replacements, each of which refers to the text as it is now."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
            text = text.edited(edit)
        return replace(self, text=text)


def snapshot_of(string: str, config: Config) -> Snapshot:
    """A Dockerfile, analysed."""
    make = ask("snapshot", "Snapshot")
    return make.of(string, config=config) if make else Plain(Text.of(string))  # type: ignore[attr-defined]


def groups(snapshot: Any) -> Iterable[tuple[tuple[Any, ...], int]]:
    """Findings with spans from an offset, which follows them; a group that stays the same keeps its identity."""
    grouped = getattr(snapshot, "finding_groups", None)
    return grouped() if grouped else ((tuple(snapshot.findings), 0),)


@cache
def ask(module: str, name: str) -> Callable[..., Any] | None:
    """A function of `ide/<module>.py`; None when there is no such module."""
    full = f"dockwright.ide.{module}"
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(full), name)
    except ModuleNotFoundError as error:
        if error.name != full:
            raise
        return None
    return found
