"""The grammar itself: no two terminals of a state compete, no conflict is settled in silence; and its state machine."""

from __future__ import annotations

from typing import Any

import lark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockwright.syntax import grammar
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.tree import parse
from generated import script

machine = script("machine")
PARSERS = {escape: machine.build(escape) for escape in "\\`"}


@pytest.mark.parametrize("escape", PARSERS)
def test_the_grammar_is_strict(escape: str) -> None:
    assert machine.build(escape, strict=True)


@pytest.mark.parametrize("family", machine.STARTS)
@pytest.mark.parametrize("escape", PARSERS)
@pytest.mark.parametrize(
    "text", ["a", "a b c", "a=b", "a = b", "'a b'", '"a', "\\", "`", "a\\ b=c", "\u00a0x", "a\x0bb", "=", "=="]
)
def test_no_family_refuses_a_word(family: str, escape: str, text: str) -> None:
    if family != "json" and not (family == "health" and text[0] in GO_BLANKS):  # blanks at the start are cut before
        assert grammar.tokens(family, text, escape) == _by_lark(family, text, escape)


@given(
    st.sampled_from([family for family in machine.STARTS if family != "json"]),
    st.text(st.sampled_from(" \t\x0b\n\u00a0\u2003=\"'\\`$abAS[],")),
    st.sampled_from("\\`"),
)
def test_the_machine_reads_as_lark_does(family: str, text: str, escape: str) -> None:
    try:
        expected = _by_lark(family, text, escape)
    except lark.UnexpectedInput:  # blanks at the start, or nothing: never asked for
        assert not text.strip(GO_BLANKS) or text[0] in GO_BLANKS
    else:
        assert grammar.tokens(family, text, escape) == expected


@pytest.mark.parametrize("text", ["[]", '["a"]', '[ "a" , "\\"b,]" ]'])
def test_the_machine_reads_json_as_lark_does(text: str) -> None:
    assert grammar.tokens("json", text, "\\") == _by_lark("json", text, "\\")


def _by_lark(family: str, text: str, escape: str) -> list[Any]:
    tree = PARSERS[escape].parse(text, start=family)
    return [(token.type, token.start_pos, token.end_pos) for token in tree.children]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (r"ENV A='C:\' B=x", ["A", r"'C:\'", "B", "x"]),
        (r"LABEL A='C:\' B='D:\'", ["A", r"'C:\'", "B", r"'D:\'"]),
        (r"ARG A='C:\' B=x", [r"A='C:\'", "B=x"]),
        (r"ENV A='a\'b' C=d", ["A", r"'a\'b' C=d"]),
        (r'ENV A="C:\" B=x', ["A", r'"C:\" B=x']),
        (r"ENV A=it\'s B=x", ["A", r"it\'s", "B", "x"]),
    ],
)
def test_the_escape_character_is_plain_in_single_quotes(line: str, values: list[str]) -> None:
    """As BuildKit's `parseWords` reads pairs."""
    assert [token.value for token in parse(f"FROM a\n{line}\n").instructions[1].arguments] == values
