"""Which packages bring a program of another name (`provides.toml`)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


def provides(family: str, package: str, program: str, *, recommended: bool) -> bool:
    """Whether a package of a family is known to bring a program, maybe with what it recommends."""
    table = _tables().get(program, {})
    names = table.get(family, []) + (table.get(f"{family}-recommended", []) if recommended else [])
    return any(package == name or (name.endswith("*") and package.startswith(name[:-1])) for name in names)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("provides.json").read_bytes())
    return found
