"""Configuration files: their names, and the settings in them. Their parsers are imported on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.config.model import Config

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

HADOLINT = (".hadolint.yaml", ".hadolint.yml")
NAMES = ("dockwright.toml", ".dockwright.toml", "pyproject.toml", *HADOLINT)
"""In the order of the search in a folder; the nearest folder upwards that has one of them wins."""


def parse(name: str, text: str) -> tuple[Config, tuple[Problem, ...]] | None:
    """The settings in a file of this name; None for a pyproject.toml without a table for Dockwright."""
    if name in HADOLINT:
        from dockwright.config import hadolint

        return hadolint.parse(name, text)
    import tomllib

    from dockwright.config.reading import Problem, read

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Config(), (Problem(name, f"this is not valid TOML ({error}); its settings are ignored"),)
    if name == "pyproject.toml":
        tool = table.get("tool")
        if not isinstance(tool, dict) or "dockwright" not in tool:
            return None
        table = tool["dockwright"]
    return _safe(*read(table))


def _safe(config: Config, problems: tuple[Problem, ...]) -> tuple[Config, tuple[Problem, ...]]:
    """Remove settings that name a program to run: a file of the workspace is not trusted."""
    if not config.shellcheck.path:
        return config, problems
    from dockwright.config.reading import Problem
    from dockwright.frozen import replace

    message = "only the editor's own settings may name a program to run; this one is ignored"
    config = replace(config, shellcheck=replace(config.shellcheck, path=""))
    return config, (*problems, Problem("shellcheck.path", message))
