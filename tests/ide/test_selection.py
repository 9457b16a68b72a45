"""Selection: each range lies within the next."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dockwright.ide.selection import selections
from dockwright.ide.snapshot import Snapshot
from markers import cursor

LAST = ["RUN --mount=type=bind,target=/x a", "RUN --mount=type=bind,target=/x a\n"]


def grown(source: str) -> list[str]:
    text, offset = cursor(source)
    chain = selections(Snapshot.of(text), offset)
    assert all(outer.covers(inner) and outer != inner for inner, outer in pairwise(chain))
    return [text[span.start : span.end] for span in chain]


@pytest.mark.parametrize(
    ("source", "chain"),
    [
        ("FROM al<|>pine:3\n", ["alpine", "alpine:3", "FROM alpine:3", "FROM alpine:3\n"]),
        (
            "FROM a\nRUN one && tw<|>o x\n",
            [
                "two",
                "two x",
                "one && two x",
                "RUN one && two x",
                "FROM a\nRUN one && two x",
                "FROM a\nRUN one && two x\n",
            ],
        ),
        (
            "RUN --mount=type=bi<|>nd,target=/x a\n",
            ["bind", "type=bind", "type=bind,target=/x", "--mount=type=bind,target=/x", *LAST],
        ),
        ("ENV a=1 b=<|>2\n", ["2", "b=2", "a=1 b=2", "ENV a=1 b=2", "ENV a=1 b=2\n"]),
        ("# some w<|>ords\n", ["words", "# some words", "# some words\n"]),
        ("<|>", [""]),
    ],
)
def test_it_grows(source: str, chain: list[str]) -> None:
    assert grown(source) == chain
