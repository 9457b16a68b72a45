"""`dockwright hadolint`: hadolint's command line, settings, findings and formats, as its version 2.15.1 has them."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Check files, so that a pipeline that runs hadolint changes one word."""
    from dockwright.cli.hadolint.command import run

    return run(arguments)
