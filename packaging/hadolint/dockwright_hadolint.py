"""The command `hadolint`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run `dockwright hadolint` with the arguments of this command."""
    from dockwright.cli.main import main as run

    return run(["hadolint", *sys.argv[1:]])
