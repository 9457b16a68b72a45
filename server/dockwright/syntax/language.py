"""The flags, mount types and features of the Dockerfile language, from `language.toml`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from dockwright.frozen import frozen


@frozen
class FlagFacts:
    """A flag of an instruction."""

    name: str
    kind: str
    """stage, user, mode, bool, duration, count, checksum, pattern, platform, mount, device or choice."""
    about: str
    repeatable: bool = False
    values: tuple[str, ...] = ()
    since: str = ""
    """The first version of docker/dockerfile that has it; empty for the first version."""
    lacking: tuple[str, ...] = ()
    """The engines that reject it, or accept and ignore it."""


@frozen
class FeatureFacts:
    """A feature of the language that is not a flag."""

    about: str
    since: str
    lacking: tuple[str, ...] = ()


@frozen
class MountFacts:
    """A type of `RUN --mount`."""

    name: str
    keys: tuple[str, ...]
    about: str


def flags(instruction: str) -> dict[str, FlagFacts]:
    """The flags of an instruction (name in upper case), the most used first."""
    return _flags().get(instruction, {})


@cache
def mounts() -> dict[str, MountFacts]:
    """The mount types."""
    return {name: MountFacts(name, tuple(row["keys"]), row["about"]) for name, row in _table()["mounts"].items()}


@cache
def features() -> dict[str, FeatureFacts]:
    """Features other than flags that came after the first version."""
    return {
        name: FeatureFacts(row["about"], row["since"], tuple(row.get("lacking", ())))
        for name, row in _table()["features"].items()
    }


@cache
def _flags() -> dict[str, dict[str, FlagFacts]]:
    return {
        instruction: {name: _flag(name, row) for name, row in rows.items()}
        for instruction, rows in _table().items()
        if instruction not in ("mounts", "features")
    }


def _flag(name: str, row: dict[str, Any]) -> FlagFacts:
    lists = {key: tuple(row.get(key, ())) for key in ("values", "lacking")}
    return FlagFacts(**{**row, **lists, "name": name})


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("language.json").read_bytes())
    return table
