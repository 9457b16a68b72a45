"""Hover: pages, flags, variables with their trail, stages and paths."""

from __future__ import annotations

import pytest

from dockwright.ide.hover.hover import hover
from dockwright.ide.pages import find
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.navigation import definitions
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.language import flags
from dockwright.syntax.tree import parse
from dockwright.text import Span
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
    assert "working directory `/srv`" in text and "user `app`" in text and "`A` = `1`" in text


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
    assert "based on stage `one`, base image `alpine`" in text and "used in line 4" in text


def test_a_destination_shows_its_absolute_path() -> None:
    assert explained("FROM scratch\nWORKDIR /srv\nCOPY a ap<|>p/\n")[1] == "`/srv/app`"


def test_heredoc_bodies_and_comments_are_quiet() -> None:
    for source in ("FROM a\nRUN <<E\nFR<|>OM\nE\n", "FROM a\n# RU<|>N\n"):
        text, offset = cursor(source)
        assert hover(Snapshot.of(text), offset) is None


def test_a_base_image_is_explained_without_a_registry() -> None:
    words, text = explained("FROM post<|>gres:18\n")
    assert words == "postgres:18"
    assert "The database PostgreSQL" in text and "ports: 5432" in text and "CMD: `postgres`" in text
    assert "- registry `docker.io` (Docker Hub)\n- repository `library/postgres`\n- tag `18`\n" in text


def test_a_version_that_is_not_known_is_explained_by_another() -> None:
    text = explained("FROM post<|>gres:11-alpine\n")[1]
    assert "Another version of it, `postgres:" in text and "- ports: 5432" in text


def test_the_parts_of_a_name_are_told_apart() -> None:
    text = explained("FROM ghcr.io/a<|>/b\n")[1]
    assert "- registry `ghcr.io` (GitHub)\n- repository `a/b`\n- tag `latest`, as none is given" in text
    digest = "sha256:" + "ab" * 32
    assert "the digest overrides" in explained(f"FROM scratch\nCOPY --from=al<|>pine:3@{digest} a b\n")[1]


def test_a_deprecated_image_says_what_to_take_instead() -> None:
    assert "Deprecated: it gets no updates. Instead: eclipse-temurin" in explained("FROM open<|>jdk:17\n")[1]


def test_scratch_is_nothing() -> None:
    assert explained("FROM scr<|>atch\n")[1].startswith("**scratch**: nothing at all")


def test_directives_are_explained_down_to_their_options_and_rules() -> None:
    assert explained("# synt<|>ax=docker/dockerfile:1\nFROM a\n")[1].startswith("**syntax**")
    assert explained("# escape=<|>`\nFROM a\n")[0] == "# escape=`"
    source = "# check=skip=StageNameCasing,UndefinedVar;error=true\nFROM a\n"
    words, text = explained(source.replace("Undef", "Un<|>def"))
    assert words == "UndefinedVar" and "UndefinedVar" in text.splitlines()[0]
    assert explained(source.replace("error", "err<|>or"))[1].startswith("**error**")
    assert explained(source.replace("skip", "sk<|>ip"))[0] == "skip"


@pytest.mark.parametrize(
    "comment",
    ["# check=skip=<|>DL3020 for people", "# hadolint ignore=DL3008,DL<|>3020", "# hadolint global ignore=DL3020<|>"],
)
def test_a_rule_in_a_suppression_comment_shows_its_own_page(comment: str) -> None:
    words, text = explained(f"FROM a\n{comment}\nADD a b\n")
    assert words == "DL3020" and text.startswith("# `ADD` for local files (DL3020)")


def test_other_comments_are_for_people() -> None:
    text, offset = cursor("FROM a\n# DL30<|>20\nADD a b\n")
    assert hover(Snapshot.of(text), offset) is None


def test_mounts_are_explained_key_by_key() -> None:
    source = "FROM a\nRUN --mount=type=cache,dst=/x,sharing=locked x\n"
    assert explained(source.replace("cache", "ca<|>che"))[1].startswith("**type=cache**")
    assert explained(source.replace("dst", "d<|>st"))[0] == "dst=/x"
    assert explained(source.replace("locked", "lock<|>ed"))[1].startswith("**sharing**")
    assert explained(source.replace("--mount", "--mo<|>unt"))[1].startswith("**--mount**")


def test_predefined_variables_are_explained() -> None:
    words, text = explained("FROM --platform=$BUILD<|>PLATFORM a\n")
    assert words == "$BUILDPLATFORM" and "the build machine" in text
    assert "proxy" in explained("FROM a\nARG http<|>_proxy\n")[1]


@pytest.mark.parametrize(
    ("source", "words", "told"),
    [
        ("FROM a\nENV V=1\nRUN echo ${<|>V}\n", "V", "**V** = `1`"),
        ("FROM a\nENV V=1\nRUN <<E\necho <|>$V\nE\n", "V", "**V** = `1`"),
        ("FROM a\nENV V=1\nCOPY <<E /\n$<|>V\nE\n", "V", "**V** = `1`"),
        ("FROM a\nCMD echo $<|>V\nENV V=1\n", "V", "**V** = `1`"),
        ("FROM a\nARG V=1\nCMD echo $<|>V\n", "V", "it is empty in the container"),
        ("FROM a\nRUN v=1; \\\n echo $<|>v\n", "v", "set by the shell itself, in line 2"),
    ],
)
def test_variables_in_commands_and_heredocs(source: str, words: str, told: str) -> None:
    found, text = explained(source)
    assert found == words and told in text


def test_a_port_says_what_it_usually_is_and_what_expose_does() -> None:
    words, text = explained("FROM a\nENV P=5432\nEXPOSE 80 $P/udp 54<|>32\n")
    assert words == "5432" and text.startswith("**5432/tcp**: PostgreSQL") and "-p 8080:5432" in text
    assert explained("FROM a\nEXPOSE 8000-80<|>10/udp\n")[1].startswith("**8000-8010/udp**\n")


@pytest.mark.parametrize("signal", ["SIGQUIT", "quit", "3"])
def test_a_signal_says_what_it_does(signal: str) -> None:
    assert explained(f"FROM a\nSTOPSIGNAL <|>{signal}\n")[1].startswith("**SIGQUIT** (3) asks to quit")


def test_well_known_keys_of_labels_and_variables_are_explained() -> None:
    assert "URL of the sources" in explained('FROM a\nLABEL "org.opencontainers.<|>image.source"=x\n')[1]
    assert "pip keeps no downloads" in explained("FROM a\nENV PIP_NO_CACHE<|>_DIR=1\n")[1]


def test_an_entrypoint_and_a_command_make_one_command_line() -> None:
    text = explained('FROM a\nSHELL ["/bin/bash", "-c"]\nENTRYPOINT ["x", "-y"]\nC<|>MD a b\n')[1]
    assert (
        "runs `x -y /bin/bash -c 'a b'`:\n\n- `x -y`: ENTRYPOINT, line 3\n- `/bin/bash -c 'a b'`: CMD, line 4" in text
    )


@pytest.mark.parametrize(
    ("use", "told"),
    [
        ("${NO:?er<|>ror}", "`${NO:?error}` stops the build if NO is not set or empty"),
        ("${NO:-fall<|>back}", "`${NO:-fallback}` gives `fallback` if NO is not set or empty"),
        ("${N<|>O-}", "`${NO-}` gives nothing if NO is not set"),
        ("${N<|>O:+x$HAS}", "`${NO:+x$HAS}` gives `x1` if NO is set and not empty"),
        ("${N<|>O:-$OTHER}", "`${NO:-$OTHER}` gives `$OTHER` if NO is not set or empty"),
    ],
)
def test_what_stands_for_an_unknown_value_is_told(use: str, told: str) -> None:
    assert told in explained(f"FROM somebody/else\nENV HAS=1\nLABEL x={use}\n")[1]


def test_what_holds_here_comes_first() -> None:
    _, text = explained("FROM a\nWORKDIR /srv\nR<|>UN x\n")
    assert text.startswith("Here:\n\n- working directory `/srv`\n\n---\n\n**RUN**")


def test_an_image_whose_tag_is_a_variable_is_told_and_the_variable_itself() -> None:
    words, text = explained("ARG PYTHON=3.12\nFROM pyth<|>on:${PYTHON}-slim\n")
    assert words == "python:${PYTHON}-slim" and text.startswith("**python:3.12-slim**")
    assert "global ARG, line 1" in explained("ARG PYTHON=3.12\nFROM python:${PYT<|>HON}-slim\n")[1]
    snapshot = Snapshot.of("ARG V\nFROM python:${V}\n")
    assert hover(snapshot, 12) is None, "the value is not known"


def test_in_a_part_of_a_file_without_from_variables_are_known() -> None:
    source = "ENV port=8080\nEXPOSE $po<|>rt\n"
    text, offset = cursor(source)
    assert explained(source)[1] == "**port** = `8080`\n\n- ENV, line 1: `8080`"
    assert definitions(Snapshot.of(text), offset) == [Span(4, 8)]
