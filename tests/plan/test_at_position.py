"""What holds at a place: on an instruction, and on the lines between two."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.plan.at_position import Here, here
from dockwright.plan.phrases import place_of, rows_here
from markers import cursor

_STAGES = """\
# A comment<0>

ARG TAG=12<1>
<2>
FROM debian:$TAG AS build<3>
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
    ("place", "where", "text", "rows"),
    [
        (1, "Before line 3", "ARG TAG=12", []),
        (2, "After line 3", "ARG TAG=12", ["Arg TAG=12 line 3"]),
        (4, "After line 5 of stage build", "FROM debian:$TAG AS build", ["User root "]),
        (5, "Before line 7 of stage build", "USER me", ["User root "]),
        (6, "After line 7 of stage build", "USER me", ["User me line 7"]),
        (7, "Before line 9 of stage build", "RUN one \\", ["User me line 7"]),
        (8, "After line 9 of stage build", "RUN one \\", ["User me line 7"]),
        (9, "After line 9 of stage build", "RUN one \\", ["User me line 7"]),
        (10, "After line 16 of stage 1", "WORKDIR /app", ["User me line 7", "WorkingDir /app line 16"]),
    ],
)
def test_what_holds_is_told_on_every_line_below_an_instruction(
    place: int, where: str, text: str, rows: list[str]
) -> None:
    found = _here(place)
    assert found is not None and (place_of(found), found.text) == (where, text)
    assert set(rows) <= set(_rows(found))


def test_nothing_holds_above_the_first_instruction() -> None:
    assert _here(0) is None


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("FROM scratch\nARG A=1\nRUN x<|>", "Arg A=1 line 2"),
        ("FROM scratch\nARG A\nRUN x<|>", "Arg A=? line 2, depends on ARG `A`, which has no default"),
        ("FROM scratch\nARG A\nARG B=$A\nRUN x<|>", "Arg B=? line 3, depends on ARG `A`, which has no default"),
        ("ARG A=2\nFROM scratch\nARG A\nRUN x<|>", "Arg A=2 line 3"),
        ("FROM scratch\nARG TARGETARCH\nRUN x<|>", "Arg TARGETARCH=? line 2, depends on the platform of the build"),
        ("FROM scratch AS a\nARG A=1\nFROM a\nRUN x<|>", "Arg A=1 line 2"),
        ("FROM scratch\nENV A=1\nARG A=2\nRUN x<|>", "Arg A=2 line 3"),
        ("FROM scratch\nARG A=1 B=2\nRUN x<|>", "Arg B=2 line 2"),
    ],
)
def test_arguments_have_a_value_and_a_line(source: str, row: str) -> None:
    text, offset = cursor(source)
    found = here(Snapshot.of(text).model, offset)
    assert found is not None and row in _rows(found)


@pytest.mark.parametrize(
    "source",
    [
        "ARG A=1\nFROM scratch\nRUN x<|>",  # not taken up by the stage
        "FROM scratch\nARG A=1<|>",  # not yet
        "FROM scratch\nARG A=1\nENV A=2\nRUN x<|>",  # hidden
        "FROM scratch AS a\nARG A=1\nFROM scratch\nRUN x<|>",  # of another stage
    ],
)
def test_arguments_that_are_not_in_force_are_left_out(source: str) -> None:
    text, offset = cursor(source)
    found = here(Snapshot.of(text).model, offset)
    assert found is not None and found.arguments == {}


def _here(place: int) -> Here | None:
    source = _STAGES.replace(f"<{place}>", "<|>")
    for other in range(11):
        source = source.replace(f"<{other}>", "")
    text, offset = cursor(source)
    return here(Snapshot.of(text).model, offset)


def _rows(found: Here) -> list[str]:
    return [" ".join(row) for row in rows_here(found)]
