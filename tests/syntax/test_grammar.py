"""The grammar itself: no two terminals of a state compete, no conflict is settled in silence."""

from __future__ import annotations

import pytest

from dockwright.syntax import grammar
from dockwright.syntax.blanks import GO_BLANKS


@pytest.mark.parametrize("escape", ["\\", "`"])
def test_the_grammar_is_strict(escape: str) -> None:
    assert grammar.build(escape, strict=True)


@pytest.mark.parametrize("family", grammar.STARTS)
@pytest.mark.parametrize("escape", ["\\", "`"])
@pytest.mark.parametrize(
    "text", ["a", "a b c", "a=b", "a = b", "'a b'", '"a', "\\", "`", "a\\ b=c", "\u00a0x", "a\x0bb", "=", "=="]
)
def test_no_family_refuses_a_word(family: str, escape: str, text: str) -> None:
    if family != "json" and not (family == "health" and text[0] in GO_BLANKS):  # blanks at the start are cut before
        grammar.tokens(family, text, escape)
