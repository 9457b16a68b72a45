"""Every feature over every real Dockerfile: nothing crashes, and what is said holds together."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import navigation
from dockwright.ide.outline import outline
from dockwright.ide.snapshot import Snapshot
from shared import SHARED, needs_shared


def corpus() -> Iterator[tuple[str, str]]:
    """Name and text of every file of the corpus, each in the universal line ends of Python."""
    assert SHARED
    for path in sorted(SHARED.glob("corpus/**/*")):
        if path.is_file() and path.suffix != ".jsonl":
            yield str(path), path.read_bytes().decode("utf-8", "replace")


@needs_shared
def test_every_name_leads_to_mentions_that_lead_back() -> None:
    checked = 0
    for name, text in corpus():
        snapshot = Snapshot.of(text)
        outline(snapshot)
        for offset in _dollars(text):
            found = navigation.highlights(snapshot, offset)
            for mention in found[:5]:
                assert navigation.highlights(snapshot, mention.span.start) == found, name
                checked += 1
    assert checked > 5000


def _dollars(text: str) -> Iterator[int]:
    at = text.find("$")
    while at >= 0:
        yield at + 2
        at = text.find("$", at + 40)
