"""Moves in repositories: each build takes what it took before, under its new name, or the differences are told."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from move_everything import KINDS, batches, repositories
from moved_repositories import Judge
from shared import SHARED, listed, needs_shared

LARGE = {"moby+buildkit", "oracle+docker-images", "webdevops+Dockerfile", "open-telemetry+opentelemetry-demo"}
"""Repositories of hundreds of builds, which take minutes."""
EVERY = os.environ.get("DOCKWRIGHT_CORPUS_EVERY") == "1"


@needs_shared
@pytest.mark.parametrize("name", repositories() if SHARED else [])
def test_moves_in_real_repositories(name: str) -> None:
    if name in LARGE and not EVERY:
        pytest.skip("takes minutes")
    judge = Judge(listed(name))
    every = [pairs for kind in KINDS for pairs in batches(judge, kind)]
    for pairs in every if EVERY else Random(name).sample(every, min(2, len(every))):
        assert judge.fewest_wrong(pairs)[1] == []


@needs_shared
def test_a_wrong_answer_is_noticed() -> None:
    judge = Judge(listed("dockersamples+example-voting-app"))
    pairs = [("worker/Worker.csproj", "Worker.csproj"), ("vote/app.py", "vote/main.py")]
    said = judge.answer(pairs)
    assert judge.wrong(pairs, said) == []
    assert judge.wrong(pairs, type(said)(said.edits, said.notices[1:]))
    assert judge.wrong(
        pairs, type(said)(said.edits, (*said.notices, "vote/Dockerfile:1: `x` takes 1 fewer of the files"))
    )
    assert Counter(pair for pair in judge.fewest_wrong(pairs)[0]) == Counter()
