"""Findings that depend on the stages below follow edits there."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span

SOURCE = """\
FROM node:22-slim AS base
RUN apt-get update
FROM base AS tools
RUN mkdir /srv
FROM tools
EXPOSE 3000
HEALTHCHECK CMD curl -f http://localhost:8080/
ENTRYPOINT ["/start.sh"]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "stays"),
    [
        ("apt-get update", "apt-get update && apt-get install -y curl", "command-not-installed", False),
        ("mkdir /srv", "apt-get update && apt-get install -y curl", "command-not-installed", False),
        ("node:22-slim", "example.com/node", "command-not-installed", False),
        ("node:22-slim", "python:3-slim", "command-not-installed", True),
        ("mkdir /srv", "echo exit > /start.sh", "entrypoint-not-copied", False),
        ("mkdir /srv", "mkdir /data", "entrypoint-not-copied", True),
        ("mkdir /srv", "echo 8080", "unreachable-healthcheck", False),
        ("EXPOSE 3000", "EXPOSE 3000-9000", "unreachable-healthcheck", False),
    ],
)
def test_an_edit_below_changes_what_is_found_above(old: str, new: str, code: str, stays: bool) -> None:
    snapshot = Snapshot.of(SOURCE)
    assert code in [finding.code for finding in snapshot.findings]
    start = SOURCE.index(old)
    edited = snapshot.edited([Edit(Span(start, start + len(old)), new)])
    assert (code in [finding.code for finding in edited.findings]) is stays
    assert edited.findings == Snapshot.of(edited.text.string).findings
    back = edited.edited([Edit(Span(start, start + len(new)), old)])
    assert back.findings == snapshot.findings
