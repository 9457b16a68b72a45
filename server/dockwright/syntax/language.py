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
    lacking: tuple[str, ...] = ()
    """The engines that refuse it, or read it and do nothing."""


@frozen
class FeatureFacts:
    """What is known of a part of the language that is no flag."""

    about: str
    since: str
    lacking: tuple[str, ...] = ()


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
def features() -> dict[str, FeatureFacts]:
    """What else came later than the first version."""
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
