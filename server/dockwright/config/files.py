"""Configuration files: which names they have, and the settings their text holds."""

from __future__ import annotations

from dockwright.config import hadolint
from dockwright.config.model import Config
from dockwright.config.reading import Problem, read

NAMES = ("dockwright.toml", ".dockwright.toml", "pyproject.toml", *hadolint.NAMES)
"""In the order in which they are looked for in a folder; the nearest folder upwards that has one wins."""


def parse(name: str, text: str) -> tuple[Config, tuple[Problem, ...]] | None:
    """The settings in a file of this name; None when it is a pyproject.toml that says nothing of Dockwright."""
    if name in hadolint.NAMES:
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
