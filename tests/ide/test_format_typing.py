"""What Enter adds: the indentation of a continued line, and the word that closes a heredoc."""

from __future__ import annotations

import pytest

from dockwright.config import FormatSettings
from dockwright.ide.format.style import Style
from dockwright.ide.format.typing import opened_line
from dockwright.syntax.tree import parse
from dockwright.text import apply
from markers import cursor


def opened(source: str) -> str:
    text, offset = cursor(source)
    edits = opened_line(parse(text), offset, FormatSettings(), Style(indent="    "))
    assert all(edit.span.start != offset or not edit.new.strip() for edit in edits), "the cursor would move along"
    return apply(text, edits)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_continued_line_is_indented(newline: str) -> None:
    for rest in ("", "\n", "\nCMD x\n"):
        source = f"FROM a\nRUN x \\\n<|>{rest}".replace("\n", newline)
        assert opened(source) == source.replace("<|>", "    ")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("marker", ["<<EOF", "<<'EOF'", "<<-EOF", "<<EOF sh"])
def test_a_heredoc_that_nothing_closes_gets_its_closing_word(marker: str, newline: str) -> None:
    for rest in ("\n", "\nCMD x\n"):
        source = f"FROM a\nRUN {marker}\n<|>{rest}".replace("\n", newline)
        text = opened(source)
        assert text == source.replace(f"<|>{newline}", f"{newline}EOF{newline}")
        assert not any(instruction.unit.heredocs_open for instruction in parse(text).instructions)


@pytest.mark.parametrize(
    "source",
    [
        "FROM a\nRUN <<EOF\n<|>\nEOF\n",
        "FROM a\nRUN <<EOF\nx\n<|>\n",
        "FROM a\nRUN <<EOF\n<|>x\n",
        "FROM a\nRUN <<A <<B\n<|>\n",
        "FROM a\nRUN <<EOF\n<|>",
    ],
)
def test_other_lines_of_heredocs_stay(source: str) -> None:
    assert opened(source) == source.replace("<|>", "")
