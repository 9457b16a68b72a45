"""To a heredoc and back: what comes back says the same."""

from __future__ import annotations

import os

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.chain_to_heredoc import is_chain
from dockwright.refactors.refactor import Rewrite, by_kind
from dockwright.refactors.shell.segment import Segment, segment
from dockwright.text import Span, apply
from refactor_pages import examples
from rewriting import meaning
from shared import SHARED

TO, FROM = "refactor.rewrite.run.toHeredoc", "refactor.rewrite.run.fromHeredoc"


def test_there_and_back() -> None:
    done = chains = 0
    for source in _sources():
        snapshot = Snapshot.of(source)
        for run in snapshot.tree.all("RUN"):
            place = Span(run.keyword.span.start, run.keyword.span.start)
            there = by_kind()[TO].apply(snapshot.model, place)
            if not isinstance(there, Rewrite):
                continue
            middle = apply(source, there.plain)
            back = by_kind()[FROM].apply(Snapshot.of(middle).model, place)
            assert isinstance(back, Rewrite), (back, middle)
            end = apply(middle, back.plain)
            done += 1
            step = snapshot.model.step_at(run.start)
            read = segment(snapshot.model, step) if step else None
            if isinstance(read, Segment) and is_chain(read) and not read.prelude:
                chains += 1
                assert meaning(Snapshot.of(end)) == meaning(snapshot), (source[run.start : run.end], middle, end)
    assert done >= 3 and chains >= 1


def _sources() -> list[str]:
    found = [example.source for example in examples() if example.page in ("chain_to_heredoc", "merge_run", "run_lines")]
    if SHARED:
        every = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "40"))
        found += [
            path.read_bytes().decode("utf-8", "replace")
            for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[::every]
        ]
    return found
