"""Completion: what is proposed where, and where it keeps quiet."""

from __future__ import annotations

import pytest

from dockwright.ide.completion import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, apply
from markers import cursor


def labels(source: str) -> list[str]:
    text, offset = cursor(source)
    found = complete(Snapshot.of(text), offset)
    for proposal in found:
        assert proposal.span.touches(offset)
    return [proposal.label for proposal in found]


def taken(source: str, label: str) -> str:
    """The document after the proposal called `label` is taken."""
    text, offset = cursor(source)
    chosen = next(proposal for proposal in complete(Snapshot.of(text), offset) if proposal.label == label)
    return apply(text, [Edit(chosen.span, chosen.new_text)])


def test_only_from_and_arg_may_begin_a_file() -> None:
    assert labels("<|>") == ["FROM", "ARG"]


def test_keywords_follow_the_casing_of_the_file() -> None:
    assert "copy" in labels("from a\nrun x\nco<|>\n")
    assert "COPY" in labels("FROM a\nRUN x\nco<|>\n")


def test_a_keyword_is_replaced_as_a_whole() -> None:
    assert taken("FROM a\nHEAL<|>\n", "HEALTHCHECK").startswith("FROM a\nHEALTHCHECK --interval=")


def test_onbuild_proposes_what_can_be_triggered() -> None:
    found = labels("FROM a\nONBUILD <|>\n")
    assert "RUN" in found and not {"FROM", "ONBUILD", "MAINTAINER"} & set(found)


def test_healthcheck_proposes_its_flags_its_types_and_durations() -> None:
    assert labels("FROM a\nHEALTHCHECK --interval=5s --<|> CMD x\n") == [
        "--timeout=", "--start-period=", "--start-interval=", "--retries=",
    ]  # fmt: skip
    assert labels("FROM a\nHEALTHCHECK <|>\n")[:2] == ["CMD", "NONE"]
    assert "30s" in labels("FROM a\nHEALTHCHECK --timeout=<|> CMD x\n")


def test_a_repeatable_flag_is_proposed_again() -> None:
    assert "--mount=" in labels("FROM a\nRUN --mount=type=cache,target=/x --<|>\n")
    assert "--network=" not in labels("FROM a\nRUN --network=none --<|>\n")


def test_from_proposes_earlier_stages_only() -> None:
    source = "FROM a AS one\nFROM b AS two\nCOPY --from=<|> x y\nFROM c AS three\n"
    assert labels(source) == ["one"]
    assert labels("FROM a AS one\nFROM <|>\n")[:2] == ["one", "scratch"]
    assert labels("FROM a <|>\n") == ["AS"]


def test_mounts_propose_types_then_their_keys() -> None:
    assert labels("FROM a\nRUN --mount=type=<|> x\n") == ["bind", "cache", "tmpfs", "secret", "ssh"]
    assert labels("FROM a\nRUN --mount=type=tmpfs,<|> x\n") == ["target=", "size="]
    assert labels("FROM a\nRUN --mount=type=cache,sharing=<|> x\n") == ["shared", "private", "locked"]


def test_variables_are_those_in_scope() -> None:
    source = "ARG G=1\nFROM a\nARG A=2\nENV E=3\nLABEL x=$<|>\nENV LATER=4\n"
    found = labels(source)
    assert {"A", "E", "PATH"} <= set(found) and not {"G", "LATER"} & set(found)
    assert taken("FROM a\nARG NAME=2\nLABEL x=${NA<|>\n", "NAME") == "FROM a\nARG NAME=2\nLABEL x=${NAME}\n"
    assert "G" in labels("ARG G=1\nFROM a:$<|>\n")


def test_shell_proposes_its_json_forms() -> None:
    assert '["/bin/bash", "-o", "pipefail", "-c"]' in labels("FROM a\nSHELL <|>\n")


def test_directives_stand_before_everything_else() -> None:
    assert labels("# <|>\nFROM a\n") == ["syntax", "escape", "check"]
    assert labels("# syntax=x\n# <|>\nFROM a\n") == ["escape", "check"]


@pytest.mark.parametrize(
    "source",
    [
        "FROM a\n# a comment <|>\n",
        "FROM a\nRUN apt-get <|>\n",
        "FROM a\nRUN <<E\necho <|>\nE\n",
        "FROM a\nRUN x \\\n  # note <|>\n  y\n",
        "FROM a\nLABEL a=<|>\n",
    ],
)
def test_it_keeps_quiet(source: str) -> None:
    assert labels(source) == []
