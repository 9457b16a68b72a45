"""What is kept of a stage whose entrypoint is copied still names the right places when the stage has moved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dockwright.context.folder_walk import walk
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span

TEXT = """\
FROM alpine:3.20 AS first
RUN a

FROM alpine:3.20 AS base
RUN b
COPY other start.sh /srv/
FROM base
USER me
ENTRYPOINT ["/srv/start.sh"]
"""


@pytest.mark.skipif(os.name == "nt", reason="BuildKit's client on Windows gives every file the right to be run")
@pytest.mark.parametrize("place", ["RUN a", "RUN b", "USER me"])
def test_typing_above_the_copy_or_below_it(tmp_path: Path, place: str) -> None:
    for name in ("start.sh", "other", "Dockerfile"):
        (tmp_path / name).touch(mode=0o644)
    (tmp_path / "compose.yaml").write_text("services: {a: {build: .}}\n", encoding="utf-8")
    context = Survey(walk(tmp_path)).context("Dockerfile", sources(parse(TEXT)))
    snapshot = Snapshot.of(TEXT).placed(context)
    found = []
    for new in ("", "x", "\n", "RUN c\n"):
        at = snapshot.text.string.index(place) + len(place)
        snapshot = snapshot.edited([Edit(Span(at, at), new)])
        assert snapshot.findings == Snapshot.of(snapshot.text.string).placed(context).findings
        found += [one for one in snapshot.findings if one.code == "copied-entrypoint-not-executable"]
    assert len(found) == 4
    assert snapshot.text.string[slice(*found[-1].related[0].span)] == "start.sh"
