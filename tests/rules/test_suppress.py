"""Suppression comments switch rules off where they say, and nowhere else."""

from __future__ import annotations

import time

import pytest

from dockwright.config import Config
from dockwright.ide.actions.suppress import ignoring
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span


def codes(source: str, config: Config | None = None) -> list[str]:
    """The codes of the two rules that the fixtures break."""
    found = [finding.code for finding in Snapshot.of(source, config or Config()).findings]
    return [code for code in found if code in ("MaintainerDeprecated", "JSONArgsRecommended")]


BROKEN = "MAINTAINER me\n"


@pytest.mark.parametrize(
    "comment",
    [
        "# check=skip=MaintainerDeprecated",
        "# check=skip=MaintainerDeprecated // the registry reads it",
        "# check=skip=all",
        "# check=skip=JSONArgsRecommended,MaintainerDeprecated",
        "# hadolint ignore=DL4000",
        "# hadolint ignore=DL3000, DL4000",
        "# dockerfile-utils: ignore",
        "# tally ignore=buildkit/MaintainerDeprecated;reason=the registry reads it",
        "# tally ignore=hadolint/DL3000, hadolint/DL4000",
        "# tally ignore=all",
        "# check=skip=MaintainerDeprecated until 9999-12-31 // the registry reads it",
        "# check=skip=MaintainerDeprecated // until it is gone",
        "# hadolint ignore=DL4000 until 9999-12-31",
        "# hadolint ignore=DL4000 // the registry reads it",
        "# hadolint ignore=DL4000 # until 9999-12-31 // the registry reads it",
        "# hadolint ignore=DL3000,DL4000// why",
        "# dockerfile-utils: ignore until 9999-12-31",
        "# dockerfile-utils: ignore // why",
        "# tally ignore=hadolint/DL4000 until 9999-12-31 // why",
        "# hadolint ignore=DL4000 until 2024-02-30",
        "# hadolint ignore=DL4000 # until2024-02-03",
    ],
)
def test_a_comment_above_counts_for_one_instruction(comment: str) -> None:
    assert codes(f"FROM a\n{comment}\n{BROKEN}") == []
    assert codes(f"FROM a\n{comment}\n\n# more\n{BROKEN}{BROKEN}") == ["MaintainerDeprecated"]


def test_an_empty_comment_cuts_the_link_of_check() -> None:
    assert codes(f"FROM a\n# check=skip=MaintainerDeprecated\n#\n{BROKEN}") == ["MaintainerDeprecated"]


def test_an_indented_check_comment_is_none() -> None:
    assert codes(f"FROM a\n  # check=skip=MaintainerDeprecated\n{BROKEN}") == ["MaintainerDeprecated"]


@pytest.mark.parametrize(
    "head",
    [
        "# check=skip=MaintainerDeprecated\n",
        "# hadolint global ignore=DL4000\n",
        "# tally global ignore=hadolint/DL4000\n",
    ],
)
def test_the_head_counts_for_the_file(head: str) -> None:
    assert codes(f"{head}FROM a\n{BROKEN}RUN x\n{BROKEN}CMD x\n") == ["JSONArgsRecommended"]


def test_another_rules_name_changes_nothing() -> None:
    assert codes(f"FROM a\n# hadolint ignore=DL3025\n{BROKEN}") == ["MaintainerDeprecated"]


def test_the_setting_switches_all_of_them_off() -> None:
    source = f"# check=skip=all\nFROM a\n{BROKEN}"
    assert codes(source) == []
    assert codes(source, Config(inline_ignores=False)) == ["MaintainerDeprecated"]


def test_a_stage_can_be_left_alone() -> None:
    source = (
        f"FROM a AS one\nRUN x\n{BROKEN}# hadolint stage ignore=DL4000\nFROM one\n{BROKEN}FROM one AS three\n{BROKEN}"
    )
    assert codes(source) == ["MaintainerDeprecated", "MaintainerDeprecated"]


def test_the_name_of_a_wider_rule_hides_its_parts() -> None:
    source = "FROM a\n# hadolint ignore=DL4006\nRUN curl https://example.com/x | sh\n"
    found = [finding.code for finding in Snapshot.of(source).findings]
    assert "piped-download-unchecked" not in found
    assert "piped-download-unchecked" in [finding.code for finding in Snapshot.of(source.replace("#", "# no")).findings]


OVER = [
    "# check=skip=MaintainerDeprecated until 2024-02-29",
    "# check=skip=all until 2024-02-29 // why",
    "# check=skip=MaintainerDeprecated // why, until 2024-02-29",
    "# hadolint ignore=DL3000, DL4000 until 2024-02-29",
    "# hadolint ignore=DL4000 # until 2024-02-29 // why",
    "# hadolint stage ignore=DL4000 # until 2024-02-29",
    "# hadolint global ignore=DL4000 # until 2024-02-29",
    "# tally ignore=hadolint/DL4000 until 2024-02-29",
    "# dockerfile-utils: ignore until 2024-02-29",
]


@pytest.mark.parametrize("comment", OVER)
def test_after_its_last_day_a_comment_hides_nothing(comment: str) -> None:
    for source in (f"FROM a\n{comment}\n{BROKEN}", f"{comment}\nFROM a\n{BROKEN}"):
        found = [finding.code for finding in Snapshot.of(source).findings]
        assert "MaintainerDeprecated" in found and "unused-suppression" not in found
        assert found.count("expired-suppression") == 1


def test_a_comment_counts_on_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"FROM a\n# check=skip=MaintainerDeprecated until 2031-05-06\n{BROKEN}"
    for day, hidden in (("2031-05-06", True), ("2031-05-07", False)):
        monkeypatch.setattr(time, "strftime", lambda *_, day=day: day)
        assert (codes(source) == []) == hidden


def test_names_are_not_added_to_a_comment_that_ends() -> None:
    source = "FROM a\n# check=skip=JSONArgsRecommended until 9999-12-31\nMAINTAINER me\n"
    assert _ignored(source, "MAINTAINER") == {"Ignore MaintainerDeprecated in this file"}
    source = "# check=skip=JSONArgsRecommended until 9999-12-31\nFROM a\nMAINTAINER me\n"
    assert _ignored(source, "MAINTAINER") == {"Ignore MaintainerDeprecated here"}


def _ignored(source: str, at: str) -> set[str]:
    """The titles of what may be done to not see the findings at a word."""
    start = source.index(at)
    found = ignoring(Snapshot.of(source), Span(start, start + len(at)))
    return {action.title for action in found if action.title.startswith("Ignore ")}
