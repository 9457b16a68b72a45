"""How a refactoring is declared, what it answers, and where all of them are found."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from dockwright.frozen import frozen
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span


@frozen
class Rewrite:
    """What a refactoring does here."""

    title: str
    edits: tuple[Edit, ...]
    confirm: str = ""
    """What changes for the build, where the user should look first; empty when nothing does."""


@frozen
class Refusal:
    """Why a refactoring that fits the place would not keep the meaning."""

    reason: str


Answer = Rewrite | Refusal | None
Function = Callable[[Model, Span], Answer]


@frozen
class Refactor:
    """A refactoring: its kind below `refactor.`, its general title, and its function."""

    kind: str
    title: str
    apply: Function
    module: str


def refactor(kind: str, title: str) -> Callable[[Function], Refactor]:
    """Declare a refactoring; its function answers None where it has nothing to do with the selection."""

    def declare(function: Function) -> Refactor:
        return Refactor(kind, title, function, function.__module__)

    return declare


@cache
def all_refactors() -> tuple[Refactor, ...]:
    """Every refactoring of every module beside this one, by kind."""
    found: list[Refactor] = []
    for file in sorted(Path(__file__).parent.glob("*.py")):
        module = importlib.import_module(f"dockwright.refactors.{file.stem}")
        found += [
            item for item in vars(module).values() if isinstance(item, Refactor) and item.module == module.__name__
        ]
    return tuple(sorted(found, key=lambda item: item.kind))
