"""Comments that leave a finding be: put where the builder reads them, merged with what is there, and enough."""

from __future__ import annotations

import os

import pytest

from dockwright.config import Config
from dockwright.findings.engine import select
from dockwright.ide.actions.suppress import ignoring
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span, apply
from rewriting import meaning
from shared import SHARED, needs_shared

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "8"))
MAINTAINER, ADD = "MAINTAINER me\n", "ADD a.txt /srv/\n"


def after(source: str, code: str, where: str, config: Config | None = None) -> str:
    """The text after the action; empty where it is not offered."""
    snapshot = Snapshot.of(source, config or Config())
    found = next(finding for finding in snapshot.findings if finding.code == code)
    offered = {action.title: action for action in ignoring(snapshot, found.span)}
    action = offered.get(f"Ignore {code} {where}")
    return apply(source, action.edits) if action else ""


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("FROM a:1\n" + MAINTAINER, "FROM a:1\n# check=skip=MaintainerDeprecated\n" + MAINTAINER),
        ("FROM a:1\r\n" + MAINTAINER, "FROM a:1\r\n# check=skip=MaintainerDeprecated\r\n" + MAINTAINER),
        (
            "FROM a:1\n# check=skip=FromAsCasing // why\n# who\n" + MAINTAINER,
            "FROM a:1\n# check=skip=FromAsCasing,MaintainerDeprecated // why\n# who\n" + MAINTAINER,
        ),
        (
            "FROM a:1\n# check=skip=FromAsCasing\n#\n" + MAINTAINER,
            "FROM a:1\n# check=skip=FromAsCasing\n#\n# check=skip=MaintainerDeprecated\n" + MAINTAINER,
        ),
        (
            "FROM a:1\n# hadolint ignore=DL3000\n" + MAINTAINER,
            "FROM a:1\n# hadolint ignore=DL3000\n# check=skip=MaintainerDeprecated\n" + MAINTAINER,
        ),
        (
            "# syntax=docker/dockerfile:1.7\nFROM a:1\n" + MAINTAINER,
            "# syntax=docker/dockerfile:1.7\nFROM a:1\n# hadolint ignore=DL4000\n" + MAINTAINER,
        ),
    ],
)
def test_builds_checks_are_ignored_here(before: str, expected: str) -> None:
    assert after(before, "MaintainerDeprecated", "here") == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("FROM a:1\n" + ADD, "FROM a:1\n# hadolint ignore=DL3020\n" + ADD),
        (
            "FROM a:1\n# hadolint ignore=DL3003 # why\n" + ADD,
            "FROM a:1\n# hadolint ignore=DL3003,DL3020 # why\n" + ADD,
        ),
    ],
)
def test_hadolints_rules_are_ignored_here(before: str, expected: str) -> None:
    assert after(before, "DL3020", "here") == expected


@pytest.mark.parametrize("head", ["", "# syntax=docker/dockerfile:1\n"])
def test_a_comment_above_the_first_instruction_is_no_directive(head: str) -> None:
    source = f"{head}FROM a:1 AS One\nFROM b:1 AS Two\n"
    expected = f"{head}\n# check=skip=StageNameCasing\nFROM a:1 AS One\nFROM b:1 AS Two\n"
    assert after(source, "StageNameCasing", "here") == expected
    left = [finding.span for finding in Snapshot.of(expected).findings if finding.code == "StageNameCasing"]
    assert len(left) == 1


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "# check=skip=MaintainerDeprecated\n"),
        ("# who\n", "# check=skip=MaintainerDeprecated\n# who\n"),
        ("# syntax=x\n\n", "# syntax=x\n# check=skip=MaintainerDeprecated\n\n"),
        ("# check=skip=FromAsCasing;error=true\n", "# check=skip=FromAsCasing,MaintainerDeprecated;error=true\n"),
        ("# check=error=true\n", "# check=skip=MaintainerDeprecated;error=true\n"),
        ("#!/usr/bin/env x\n", "#!/usr/bin/env x\n# check=skip=MaintainerDeprecated\n"),
    ],
)
def test_checks_are_ignored_in_the_file(head: str, expected: str) -> None:
    rest = "FROM a:1\n" + MAINTAINER
    assert after(head + rest, "MaintainerDeprecated", "in this file") == expected + rest


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "# hadolint global ignore=DL3020\n"),
        ("# syntax=x\n# who\n", "# syntax=x\n# hadolint global ignore=DL3020\n# who\n"),
        ("# who\n# hadolint global ignore=DL3003\n", "# who\n# hadolint global ignore=DL3003,DL3020\n"),
    ],
)
def test_hadolints_rules_are_ignored_in_the_file(head: str, expected: str) -> None:
    assert after(head + "FROM a:1\n" + ADD, "DL3020", "in this file") == expected + "FROM a:1\n" + ADD


def test_the_hadolint_profile_has_hadolints_words() -> None:
    config = Config(profile="hadolint")
    source = "FROM a:1\n" + MAINTAINER
    assert "# hadolint ignore=DL4000\n" in after(source, "MaintainerDeprecated", "here", config)


def test_what_stops_a_build_is_not_ignored() -> None:
    assert after("FROM a:1\nWORKDIR\n", "missing-argument", "here") == ""


def test_nothing_is_offered_where_comments_do_not_count() -> None:
    snapshot = Snapshot.of("FROM a:1\n" + MAINTAINER, Config(inline_ignores=False))
    assert list(ignoring(snapshot, Span(10, 10))) == []


@needs_shared
@pytest.mark.parametrize("profile", ["strict", "hadolint"])
def test_in_real_files_the_comment_is_enough_and_changes_nothing_else(profile: str) -> None:
    assert SHARED is not None
    selection = select(Config(profile=profile))  # type: ignore[arg-type]
    tried = 0
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[:: EVERY * 4]:
        snapshot = Snapshot.of(path.read_bytes().decode("utf-8", "replace"), selection)
        before = meaning(snapshot)
        for finding in {finding.code: finding for finding in snapshot.findings}.values():
            for action in ignoring(snapshot, finding.span):
                other = snapshot.edited(sorted(action.edits, reverse=True))
                if action.page or f"Ignore {finding.code}" not in action.title:
                    continue
                where = (path.name, action.title)
                assert meaning(other) == before, where
                assert len(other.tree.problems) == len(snapshot.tree.problems), where
                left = sum(found.code == finding.code for found in other.findings)
                had = sum(found.code == finding.code for found in snapshot.findings)
                assert left == 0 if action.title.endswith("file") else left < had, where
                tried += 1
    assert tried > 400 / EVERY
