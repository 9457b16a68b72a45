"""Advice that depends on the builder."""

from __future__ import annotations

from dockwright.config import Config


def has_mounts(config: Config) -> bool:
    """Whether the builder implements `RUN --mount`; kaniko and Docker's classic builder do not."""
    return config.engine in ("buildkit", "podman")


def has_modes(config: Config) -> bool:
    """Whether the builder implements `--chmod`; Docker's classic one does not."""
    return config.engine != "classic"


def instead_of_secret(config: Config) -> str:
    """The recommendation for a secret in the file or in the context."""
    return "use `RUN --mount=type=secret`" if has_mounts(config) else "give it to the container when that starts"


def own_flags(config: Config) -> bool:
    """Whether the builder has additional flags and mounts, so that what BuildKit rejects may be valid."""
    return config.engine != "buildkit"
