"""The flags and mounts that the language has, written down in `language.toml`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from dockwright.frozen import frozen


@frozen
class FlagFacts:
    """What is known of a flag."""

    name: str
    kind: str
    """stage, user, mode, bool, duration, count, checksum, pattern, platform, mount, device or choice."""
    about: str
    repeatable: bool = False
    values: tuple[str, ...] = ()
    since: str = ""
    """The version of docker/dockerfile that brought it; empty for the first."""


@frozen
class MountFacts:
    """What is known of a type of `RUN --mount`."""

    name: str
    keys: tuple[str, ...]
    about: str


def flags(instruction: str) -> dict[str, FlagFacts]:
    """The flags of an instruction (its name in upper case), in the order of likely use."""
    return _flags().get(instruction, {})


@cache
def mounts() -> dict[str, MountFacts]:
    """The types of mounts."""
    return {name: MountFacts(name, tuple(row["keys"]), row["about"]) for name, row in _table()["mounts"].items()}


@cache
def _flags() -> dict[str, dict[str, FlagFacts]]:
    return {
        instruction: {name: _flag(name, row) for name, row in rows.items()}
        for instruction, rows in _table().items()
        if instruction != "mounts"
    }


def _flag(name: str, row: dict[str, Any]) -> FlagFacts:
    return FlagFacts(**{**row, "name": name, "values": tuple(row.get("values", ()))})


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("language.json").read_bytes())
    return table
