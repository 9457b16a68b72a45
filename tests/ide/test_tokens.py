"""Semantic tokens: what each word is; what is cached never differs from what is computed anew."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.tokens.kinds import KINDS
from dockwright.ide.tokens.tokens import tokens
from dockwright.text import Edit, Span


class Token(NamedTuple):
    line: int
    column: int
    length: int
    kind: int
    modifiers: int


def decoded(numbers: list[int]) -> list[Token]:
    """Tokens with their own lines and columns."""
    found: list[Token] = []
    line = column = 0
    for lines, columns, *rest in zip(*(iter(numbers),) * 5, strict=True):
        line, column = line + lines, columns if lines else column + columns
        found.append(Token(line, column, *rest))
    return found


def shown(source: str) -> list[str]:
    """Every token as `kind: text`, a declaration with a star."""
    lines = source.split("\n")
    out = []
    for token in decoded(tokens(Snapshot.of(source), "utf-32")):
        text = lines[token.line][token.column : token.column + token.length]
        out.append(f"{KINDS[token.kind]}{'*' if token.modifiers & 1 else ''}: {text}")
    return out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "# syntax=a/b\n# words\nFROM --platform=$P a:${V} AS one",
            "comment: # |macro: syntax|comment: =|string: a/b|comment: # words|keyword: FROM|parameter: platform|"
            "variable: $P|namespace: a:|variable: ${V}|keyword: AS|class*: one",
        ),
        (
            "FROM a AS one\nCOPY --from=one --chown=1 x y",
            "keyword: FROM|namespace: a|keyword: AS|class*: one|keyword: COPY|parameter: from|class: one|"
            "parameter: chown|string: 1",
        ),
        ('ENV A=1 B="x $A"', 'keyword: ENV|variable*: A|string: 1|variable*: B|string: "x |variable: $A|string: "'),
        ("EXPOSE 80 $P", "keyword: EXPOSE|number: 80|variable: $P"),
        (
            'FROM a\nRUN --mount=type=bind,target=/x if a -b; then \\\n  c "$d" | e; fi',
            "keyword: FROM|namespace: a|keyword: RUN|parameter: mount|property: type|string: bind|property: target|"
            'string: /x|keyword: if|function: a|parameter: -b|operator: ;|keyword: then|function: c|string: "|'
            'variable: $d|string: "|operator: ||function: e|operator: ;|keyword: fi',
        ),
        (
            "FROM a\nRUN <<E\nmake x\nE\nCOPY <<F /\n$x\nF",
            "keyword: FROM|namespace: a|keyword: RUN|macro: <<E|function: make|macro: E|keyword: COPY|macro: <<F|"
            "variable: $x|macro: F",
        ),
        ('FROM a\nSHELL ["cmd"]\nRUN dir $x', 'keyword: FROM|namespace: a|keyword: SHELL|string: "cmd"|keyword: RUN'),
        ("HEALTHCHECK CMD a", "keyword: HEALTHCHECK|keyword: CMD"),
    ],
)
def test_kinds(source: str, expected: str) -> None:
    assert "|".join(shown(source)) == expected


def test_columns_are_in_the_units_of_the_encoding() -> None:
    snapshot = Snapshot.of("ENV A=🎉 B=é\n")
    places = {
        encoding: [(token.column, token.length) for token in decoded(tokens(snapshot, encoding))]
        for encoding in ("utf-8", "utf-16", "utf-32")
    }
    assert places["utf-32"] == [(0, 3), (4, 1), (6, 1), (8, 1), (10, 1)]
    assert places["utf-16"] == [(0, 3), (4, 1), (6, 2), (9, 1), (11, 1)]
    assert places["utf-8"] == [(0, 3), (4, 1), (6, 4), (11, 1), (13, 2)]


def test_after_an_edit_they_are_those_of_the_new_text() -> None:
    snapshot = Snapshot.of("FROM a AS x\nRUN make $y\nCOPY --from=x a b\n")
    tokens(snapshot, "utf-16")
    edited = snapshot.edited([Edit(Span(5, 5), "é\nRUN z\nFROM ")])
    assert tokens(edited, "utf-16") == tokens(Snapshot.of(edited.text), "utf-16")


def test_a_range_gives_the_tokens_of_its_lines() -> None:
    snapshot = Snapshot.of("FROM a\nRUN x \\\n  && y\nRUN z\n")
    found = decoded(tokens(snapshot, "utf-16", Span(16, 18)))
    assert found and {token.line for token in found} == {2}
    assert set(found) <= set(decoded(tokens(snapshot, "utf-16")))
