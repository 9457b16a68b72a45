"""A plan lists what stops its build: errors of syntax anywhere, and of values only in what is built."""

from __future__ import annotations

import pytest

from dockwright.plan.plan import plan
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

SYNTAX = ["COPPY a b", "USER", "RUN --mount=type=nope x", "HEALTHCHECK --interval=x CMD y", "FROM ${x"]
VALUES = ["EXPOSE abc", "COPY --chmod=9z a b", "STOPSIGNAL NOPE", "LABEL a=${b", "ARG A\nENV A=\nENV B=${A:?no}"]
SOUND = ["EXPOSE $PORT", "ONBUILD EXPOSE abc", "ARG A\nENV B=${A:?no}"]


def lines(source: str, target: str = "") -> list[int]:
    found = plan(analyse(parse(source)), target=target)
    assert found is not None
    return [line for line, _ in found.problems]


@pytest.mark.parametrize("written", [*SYNTAX, *VALUES])
def test_an_error_in_a_stage_that_is_built(written: str) -> None:
    last = 2 + written.count("\n")
    built = (
        f"FROM alpine:3.20 AS one\n{written}\nFROM one\n" if "FROM" not in written else f"FROM a AS one\n{written}\n"
    )
    assert lines(built) == [last]
    assert lines(f"FROM alpine:3.20 AS one\n{written}\nFROM b AS two\nFROM scratch\nCOPY --from=one a b\n") == [last]


@pytest.mark.parametrize("written", [*SYNTAX, *VALUES])
def test_an_error_in_a_stage_that_is_not_built(written: str) -> None:
    source = f"FROM alpine:3.20 AS one\n{written}\nFROM scratch\n"
    assert lines(source) == ([2] if written in SYNTAX else [])
    assert lines(source, target="one") == [2 + written.count("\n")]


@pytest.mark.parametrize("written", SOUND)
def test_what_the_build_may_set_is_no_error(written: str) -> None:
    assert lines(f"ARG PORT\nFROM alpine:3.20\nARG PORT\n{written}\n") == []
