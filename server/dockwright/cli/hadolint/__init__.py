"""`dockwright hadolint`: compatible with the options, settings, findings and formats of hadolint 2.15.1."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Check files, so that a pipeline with hadolint only has to change one word."""
    from dockwright.cli.hadolint.command import run

    return run(arguments)
