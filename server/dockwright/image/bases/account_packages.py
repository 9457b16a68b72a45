"""Packages that are known to add no user and no group: scripts/account_packages.py says where from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def add_no_account(family: str, names: Iterable[str]) -> bool:
    """Whether none of these packages of a package manager's family, nor what comes with them, makes an account."""
    return _known().get(family, frozenset()).issuperset(names)


@cache
def _known() -> dict[str, frozenset[str]]:
    table = json.loads(Path(__file__).with_name("account_packages.json").read_bytes())
    return {family: frozenset(names.split()) for family, names in table.items()}
