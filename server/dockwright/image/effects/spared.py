"""The programs that only packages of a distribution bring, and no tool of a language or project does."""

from __future__ import annotations

from functools import cache

from dockwright.image.commands import Ran
from dockwright.image.effects.table import names
from dockwright.lazy import pattern

_WORDS = pattern(r"[\w+.-]+")
_NAMES = pattern(r"[A-Za-z+]+(?:-[A-Za-z+]+)*")


def spared(made: Ran) -> frozenset[str]:
    """The programs of the distribution that a command does not bring; one that it names may be what it installs."""
    return system_programs() - named(" ".join(made.values))


def named(text: str) -> frozenset[str]:
    """The names in a text, without the versions behind them."""
    return frozenset((*_WORDS.findall(text), *_NAMES.findall(text)))


@cache
def system_programs() -> frozenset[str]:
    """The programs that only packages of a distribution bring."""
    return names("system")


@cache
def builders() -> frozenset[str]:
    """The programs that build what is the project's own."""
    return names("builders")
