"""Configuration files: which names they have, and the settings their text holds. What reads them is loaded late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.config.model import Config

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

HADOLINT = (".hadolint.yaml", ".hadolint.yml")
NAMES = ("dockwright.toml", ".dockwright.toml", "pyproject.toml", *HADOLINT)
"""In the order in which they are looked for in a folder; the nearest folder upwards that has one wins."""


def parse(name: str, text: str) -> tuple[Config, tuple[Problem, ...]] | None:
    """The settings in a file of this name; None when it is a pyproject.toml that says nothing of Dockwright."""
    from dockwright.config import hadolint
    from dockwright.config.reading import Problem, read

    if name in HADOLINT:
        return hadolint.parse(name, text)
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Config(), (Problem(name, f"this is not valid TOML ({error}); its settings are ignored"),)
    if name == "pyproject.toml":
        tool = table.get("tool")
        if not isinstance(tool, dict) or "dockwright" not in tool:
            return None
        table = tool["dockwright"]
    return read(table)
