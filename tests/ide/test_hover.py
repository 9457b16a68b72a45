"""Hover: pages, flags, variables with their trail, stages and paths."""

from __future__ import annotations

import pytest

from dockwright.ide.hover import hover
from dockwright.ide.pages import find
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.language import flags
from dockwright.syntax.tree import parse
from markers import cursor


def explained(source: str) -> tuple[str, str]:
    """The hovered words, and what is said of them."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text)
    found = hover(snapshot, offset)
    assert found is not None
    return snapshot.text.slice(found.span), found.markdown


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_instruction_has_a_page_with_its_flags_and_an_example_that_parses(name: str) -> None:
    page = find(f"instructions/{name}")
    assert page.startswith(f"**{name}**")
    assert all(f"--{flag}=" in page or f"`--{flag}`" in page for flag in flags(name))
    example = page.split("```dockerfile\n")[1].split("```")[0]
    assert not parse(example).problems
    assert f"https://docs.docker.com/reference/dockerfile/#{name.lower()}" in page


def test_a_keyword_shows_its_page_and_the_state_there() -> None:
    words, text = explained("FROM a\nWORKDIR /srv\nUSER app\nENV A=1\nR<|>UN x\n")
    assert words == "RUN"
    assert "working folder `/srv`" in text and "user `app`" in text and "`A` = `1`" in text


def test_a_flag_says_what_it_does_and_what_it_needs() -> None:
    words, text = explained("FROM a\nCOPY --par<|>ents a b\n")
    assert words == "--parents" and "1.20" in text


def test_a_variable_shows_its_value_and_where_it_comes_from() -> None:
    words, text = explained("ARG V=1\nFROM a\nARG V\nENV V=2\nLABEL x=$<|>V\n")
    assert words == "$V"
    assert text.startswith("**V** = `2`")
    assert [line for line in text.splitlines() if line.startswith("-")] == [
        "- global ARG, line 1: `1`",
        "- ARG, line 3",
        "- ENV, line 4: `2`",
    ]


def test_an_operator_shows_its_effect() -> None:
    assert "`${V:-x}` gives `x` here" in explained("FROM scratch\nLABEL x=${V<|>:-x}\n")[1]


def test_a_name_may_come_from_the_base_image() -> None:
    assert "the base image may set it" in explained("FROM debian\nWORKDIR $HO<|>ME\n")[1]


def test_a_stage_shows_its_base_and_its_users() -> None:
    words, text = explained("FROM alpine AS one\nFROM one AS two\nFROM b\nCOPY --from=t<|>wo a b\n")
    assert words == "two"
    assert "based on stage `one`, in the end on `alpine`" in text and "used in line 4" in text


def test_a_destination_shows_its_absolute_path() -> None:
    assert explained("FROM scratch\nWORKDIR /srv\nCOPY a ap<|>p/\n")[1] == "`/srv/app`"


def test_heredoc_bodies_and_comments_are_quiet() -> None:
    for source in ("FROM a\nRUN <<E\nFR<|>OM\nE\n", "FROM a\n# RU<|>N\n"):
        text, offset = cursor(source)
        assert hover(Snapshot.of(text), offset) is None


def test_a_base_image_is_explained_without_a_registry() -> None:
    words, text = explained("FROM post<|>gres:18\n")
    assert words == "postgres:18"
    assert "ports: 5432" in text and "CMD: `postgres`" in text
