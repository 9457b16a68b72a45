"""Texts for a terminal, in its language."""

from __future__ import annotations

import os
import sys

from dockwright.l10n.catalogue import catalogue, wanted
from dockwright.l10n.parts import said


def say(english: str) -> str:
    """A text in the language of the environment; English where it is not translated."""
    return said(catalogue(wanted("", os.environ)), english, foreign=True)


def tell(place: str, problem: str) -> None:
    """Print a problem of a command or file to standard error."""
    sys.stderr.write(f"{place}: {say(problem)}\n")
