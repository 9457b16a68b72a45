"""Packages that create no user and no group; scripts/account_packages.py names the sources."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def add_no_account(family: str, names: Iterable[str]) -> bool:
    """Whether neither these packages of a family of package managers nor their dependencies create an account."""
    return _known().get(family, frozenset()).issuperset(names)


@cache
def _known() -> dict[str, frozenset[str]]:
    table = json.loads(Path(__file__).with_name("account_packages.json").read_bytes())
    return {family: frozenset(names.split()) for family, names in table.items()}
