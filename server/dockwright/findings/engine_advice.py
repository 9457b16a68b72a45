"""Advice that depends on what builds the files."""

from __future__ import annotations

from dockwright.config import Config


def has_mounts(config: Config) -> bool:
    """Whether the builder gives a RUN what `--mount` asks for; kaniko and Docker's classic builder do not."""
    return config.engine in ("buildkit", "podman")


def has_modes(config: Config) -> bool:
    """Whether the builder knows `--chmod`; Docker's classic one does not."""
    return config.engine != "classic"


def instead_of_secret(config: Config) -> str:
    """What to do about a secret in the file or in the context."""
    return "use RUN --mount=type=secret" if has_mounts(config) else "give it to the container when that starts"


def own_flags(config: Config) -> bool:
    """Whether the builder has flags and mounts of its own, so that what BuildKit refuses may be right there."""
    return config.engine != "buildkit"
