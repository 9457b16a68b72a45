"""Rewrites wherever they are offered in real files do in real shells what the instructions did before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Edit, apply
from generated import script
from refactored_files import EVERY, files
from replay import SHELLS, Replay, changed

KINDS = [
    kind
    for kind in by_kind()
    if kind.startswith(("refactor.rewrite.run.merge", "refactor.rewrite.command.to"))
    or kind.rpartition(".")[2] in ("split", "lines", "toHeredoc", "fromHeredoc", "cdToWorkdir", "aptGet")
    if not kind.startswith("refactor.rewrite.pairs")
]
TAKEN = 1 if EVERY < 10 else 3
"""One in so many rewrites is replayed."""


@pytest.mark.skipif(not SHELLS, reason="there is no shell")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.endswith(("mergeWithDeletion", "aptGet"))])
def test_a_rewrite_runs_the_same_commands(kind: str, tmp_path: Path) -> None:
    replay = Replay(tmp_path)
    counts: Counter[str] = Counter()
    differences: list[str] = []
    for name, snapshot in files():
        done: set[tuple[Edit, ...]] = set()
        for span in script("refactors").places(snapshot):
            answer = by_kind()[kind].apply(snapshot.model, span, snapshot.context)
            if not isinstance(answer, Rewrite) or answer.plain in done:
                continue
            done.add(answer.plain)
            counts["offered"] += 1
            if counts["offered"] % TAKEN != 1 % TAKEN:
                continue
            after = Snapshot.of(apply(snapshot.text.string, sorted(answer.plain)), context=snapshot.context)
            compared, wrong = replay.compare(*changed(snapshot, after))
            counts["replayed"] += bool(compared)
            counts["compared"] += compared
            differences += [f"{name} at {span}: {each}" for each in wrong]
    print(kind, dict(counts), f"{len(differences)} differ")
    assert counts["compared"] or counts["offered"] < 20
    assert not differences, f"{len(differences)} of {counts['compared']} differ\n" + "\n".join(differences[:5])


@pytest.mark.skipif("dash" not in SHELLS, reason="dash is not there")
@pytest.mark.parametrize(("before", "after"), [
    ("RUN a && b", "RUN a; b"),
    ("RUN a\nRUN b", "RUN b && a"),
    ("RUN cd /x && a\nRUN b", "RUN cd /x && a && b"),
    ("RUN export X=1 && a\nRUN b", "RUN export X=1 && a && b"),
    ("RUN echo \\ a > /f", "RUN echo a > /f"),
    ("RUN a || b", "RUN a"),
    ("RUN a\nRUN b", "RUN a\\\n\nRUN b"),
])  # fmt: skip
def test_a_wrong_rewrite_is_found_out(before: str, after: str, tmp_path: Path) -> None:
    one, other = (Snapshot.of(f"FROM debian:12\n{text}\n") for text in (before, after))
    compared, wrong = Replay(tmp_path).compare(*changed(one, other))
    assert compared and wrong
