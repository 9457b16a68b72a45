"""Hovers say what instructions and flags mean, for the exact word under the cursor."""

from __future__ import annotations

import pytest

from dockwright.ide import pages
from dockwright.ide.hover import hover
from dockwright.ide.snapshot import Snapshot
from markers import cursor


@pytest.fixture(autouse=True)
def one_page_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that name themselves; what the real ones say is tested with them."""
    known = ("instructions/FROM", "instructions/COPY", "instructions/ONBUILD", "flags/COPY/from")
    monkeypatch.setattr(pages, "find", lambda key: f"page of {key}" if key in known else "")


@pytest.mark.parametrize(
    ("source", "word", "part"),
    [
        ("fr<|>om alpine\n", "from", "instructions/FROM"),
        ("FROM alpine\n  CO<|>PY a b\n", "COPY", "instructions/COPY"),
        ("FROM alpine\nONBUILD CO<|>PY a b\n", "COPY", "instructions/COPY"),
        ("FROM alpine\n<|>ONBUILD COPY a b\n", "ONBUILD", "instructions/ONBUILD"),
        ("FROM alpine\nCOPY --fr<|>om=x a b\n", "--from", "flags/COPY/from"),
    ],
)
def test_what_a_word_means(source: str, word: str, part: str) -> None:
    text, offset = cursor(source)
    found = hover(Snapshot.of(text), offset)
    assert found is not None
    assert text[found.span.start : found.span.end].lstrip("-") == word.lstrip("-")
    assert part in found.markdown


@pytest.mark.parametrize(
    "source", ["# FR<|>OM\n", "FROM alp<|>ine\n", "FROM alpine\nRUN CO<|>PY\n", "NO<|>PE x\n", "<|>"]
)
def test_where_nothing_is_known_nothing_is_said(source: str) -> None:
    text, offset = cursor(source)
    assert hover(Snapshot.of(text), offset) is None
