"""Pipes without `pipefail` as hadolint detects them: only SHELL counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.shell.pipes import every_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.image.run_body import Body, Note


def unchecked_pipes(body: Body) -> Iterator[Note]:
    """Every pipe in a script whose shell does not have `-o pipefail`."""
    if not body.pipefail:
        yield from every_pipe(body)
