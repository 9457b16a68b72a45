"""The page of what is in force at a place: on an instruction, and on the lines between two."""

from __future__ import annotations

import pytest

from dockwright.ide.environment import environment
from dockwright.ide.snapshot import Snapshot
from markers import cursor

_STAGES = """\
# A comment<0>

ARG TAG=3.20<1>
<2>
FROM alpine:$TAG AS build<3>
# About the user<4>
USER me<5>
\t<6>
RUN one \\
  # within<7>
  && two
<8>
# Of the next stage<9>

FROM build
WORKDIR /app
<10>
"""


@pytest.mark.parametrize(
    ("place", "where", "rows"),
    [
        (1, "at line 3\n\n`ARG TAG=3.20`", []),
        (2, "after line 3\n\n`ARG TAG=3.20`", ["| `$TAG` | `3.20` |"]),
        (4, "after line 5\n\n`FROM alpine:$TAG AS build`", ["| User | *not known* |"]),
        (5, "at line 7\n\n`USER me`", ["| User | *not known* |"]),
        (6, "after line 7\n\n`USER me`", ["| User | `me` |"]),
        (7, "at line 9\n\n`RUN one \\`", ["| User | `me` |"]),
        (8, "after line 9\n\n`RUN one \\`", ["| User | `me` |"]),
        (9, "after line 9\n\n`RUN one \\`", ["| User | `me` |"]),
        (10, "after line 16\n\n`WORKDIR /app`", ["| User | `me` |", "| Directory | `/app` |"]),
    ],
)
def test_what_holds_is_told_on_every_line_below_an_instruction(place: int, where: str, rows: list[str]) -> None:
    found = _environment(place)
    assert found is not None and found.startswith(f"# Effective environment {where}\n")
    assert set(rows) <= set(found.splitlines())


def test_nothing_holds_above_the_first_instruction() -> None:
    assert _environment(0) is None


def _environment(place: int) -> str | None:
    source = _STAGES.replace(f"<{place}>", "<|>")
    for other in range(11):
        source = source.replace(f"<{other}>", "")
    text, offset = cursor(source)
    return environment(Snapshot.of(text), offset)
