"""Text: lines, columns in three encodings, and edits, against plain string operations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockwright.text import Edit, Position, Span, Text, apply

ALPHABET = "ab \t\n\r\f\x85\u2028\ufeff\u0301é漢😀"


@pytest.mark.parametrize(
    ("string", "lines"),
    [
        ("", [""]),
        ("a\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\fb\x85c\u2028d", ["a\fb\x85c\u2028d"]),
        ("\r\n\r", ["", "", ""]),
    ],
)
def test_lines_end_where_editors_end_them(string: str, lines: list[str]) -> None:
    text = Text.of(string)
    assert [text.line(line) for line in range(text.line_count)] == lines


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 8), ("utf-16", 5), ("utf-32", 4)])
def test_columns_behind_emoji_and_accents(encoding: str, column: int) -> None:
    text = Text.of("x\n# 😀é!")
    offset = text.string.index("!")
    assert text.position(offset, encoding) == Position(1, column)  # type: ignore[arg-type]


def test_positions_past_the_end_are_moved_to_it() -> None:
    text = Text.of("ab\r\ncd")
    assert text.offset(0, 99, "utf-16") == 2
    assert text.offset(9, 0, "utf-16") == 6
    assert text.position(3, "utf-16") == Position(0, 2)
    assert text.position(99, "utf-16") == Position(1, 2)


def test_a_position_inside_a_surrogate_pair_is_its_start() -> None:
    assert Text.of("😀x").offset(0, 1, "utf-16") == 0


@given(st.text(ALPHABET, max_size=30), st.data())
def test_an_edited_text_equals_a_new_one(string: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(string)))
    end = data.draw(st.integers(start, len(string)))
    new = data.draw(st.text(ALPHABET, max_size=6))
    edited = Text.of(string).edited(Edit(Span(start, end), new))
    fresh = Text.of(string[:start] + new + string[end:])
    assert (edited.string, edited.starts) == (fresh.string, fresh.starts)


@given(st.text(ALPHABET, max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_offset_undoes_position(string: str, encoding: str) -> None:
    text = Text.of(string)
    for line in range(text.line_count):
        span = text.line_span(line)
        for offset in range(span.start, span.end + 1):
            where = text.position(offset, encoding)  # type: ignore[arg-type]
            assert text.offset(*where, encoding) == offset  # type: ignore[arg-type]


def test_apply_takes_edits_in_any_order_and_refuses_overlaps() -> None:
    assert apply("abcd", [Edit(Span(3, 4), "D"), Edit(Span(0, 1), "A"), Edit(Span(2, 2), "-")]) == "Ab-cD"
    with pytest.raises(ValueError, match="overlap"):
        apply("abcd", [Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])
