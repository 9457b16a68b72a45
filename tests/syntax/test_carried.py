"""What is kept of the rows around an edit equals what is made of all rows anew."""

from __future__ import annotations

import random

import pytest

from dockwright.semantics.model import analyse
from dockwright.syntax.carried import each, folded
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span

WORDS = [object() for _ in range(3)]


@pytest.mark.parametrize("seed", range(40))
def test_values_of_rows_after_edits_are_those_of_new_rows(seed: int) -> None:
    chance = random.Random(seed)
    carried: dict[object, object] = {}
    rows = [chance.choice(WORDS) for _ in range(8)]
    for number in range(60):
        at = chance.randrange(len(rows) + 1)
        rows = rows[:at] + chance.choices(WORDS, k=chance.randrange(3)) + rows[at + chance.randrange(3) :]
        columns, around = (tuple(rows), tuple(reversed(rows))), number // 20
        wanted = [(around, row, other) for row, other in zip(*columns, strict=True)]
        found = each(carried, "each", around, columns, lambda index: wanted[index])  # noqa: B023
        assert list(found) == wanted
        start = WORDS[0] if number < 30 else WORDS[1]
        sums = folded(carried, "sum", start, columns, lambda index, before: _next(before, rows[index]))  # noqa: B023
        alone = folded({}, "sum", start, columns, lambda index, before: _next(before, rows[index]))  # noqa: B023
        assert sums == alone


def _next(before: object, row: object) -> object:
    """One of a few objects, so that different ways meet again."""
    return WORDS[(WORDS.index(before) * 2 + WORDS.index(row)) % 3]


def test_only_rows_that_changed_are_made_again() -> None:
    made: list[int] = []
    carried: dict[object, object] = {}
    rows = [object() for _ in range(9)]
    each(carried, "each", None, (tuple(rows),), made.append)
    each(carried, "each", None, ((*rows[:4], object(), *rows[5:]),), made.append)
    each(carried, "each", None, ((*rows[:4], *rows[5:]),), made.append)
    assert made == [*range(9), 4]


@pytest.mark.parametrize(
    "line", ["ENV A=B", "ARG A=1", "USER app", "WORKDIR /app", 'SHELL ["sh"]', "STOPSIGNAL 9", "ARG B"]
)
def test_an_instruction_that_changes_nothing_keeps_the_state(line: str) -> None:
    stage = analyse(parse(f"FROM debian:12\n{line}\n{line}\nENV A=C\n{line}\n")).stages[0]
    states = stage.body.states
    assert states[2] is not states[1]
    assert states[3] is states[2]
    assert (states[5] is states[4]) is not line.startswith(("ENV", "ARG A"))


@pytest.mark.parametrize("line", ["ENV A=B", "WORKDIR a", "RUN apt-get install -y curl", "ENV P=$P:x"])
def test_states_around_an_edit_among_thousands_of_equal_lines_stay_the_same(line: str) -> None:
    tree = parse("FROM debian:12\n" + f"{line}\n" * 3_000)
    before = analyse(tree)
    at = len(tree.text.string) - 1
    edited = tree.edited(Edit(Span(at, at), "x"))
    after = analyse(edited, before)
    states = after.stages[0].body.states
    assert all(new is old for new, old in zip(states[:3_000], before.stages[0].body.states, strict=False))
    assert states[-1].variables == analyse(parse(edited.text.string)).stages[0].body.states[-1].variables
