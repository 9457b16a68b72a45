"""Where several rules could say the same of the same words, one does."""

from __future__ import annotations

from typing import Any

import pytest

from dockwright.config.reading import read
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span


def codes(lines: str, **settings: Any) -> list[str]:
    config, problems = read(settings)
    assert not problems
    return [finding.code for finding in Snapshot.of(f"FROM registry.example.com/base:1\n{lines}\n", config).findings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RUN cd /srv", ["effect-ends-with-run"]),
        ("RUN cd /srv && make", ["DL3003"]),
        ("RUN apt-get update", ["update-without-install"]),
        ("RUN apt-get update && apt-get install -y --no-install-recommends curl", ["DL3009"]),
        ("ENV A=1 B=$A", ["UndefinedVar"]),
        ("ENV A=1\nENV A=2 B=$A", []),
        ("ENV A=$A", ["UndefinedVar"]),
        ('ENV NAME="a" APP /x', ["syntax-error"]),
        ("LABEL a=1 b c=2 d", ["syntax-error", "syntax-error"]),
    ],
)
def test_one_rule_speaks(lines: str, expected: list[str]) -> None:
    assert codes(lines) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("FROM golang:1.24 AS build\nFROM alpine:3.20\nCOPY --from=biuld /a /a\n", ["stage-misspelt"]),
        (
            "FROM alpine:3.20\nCOPY --from=later /a /a\nFROM alpine:3.20 AS later\n",
            ["unused-stage", "stage-out-of-reach"],
        ),
        ("FROM REPLACE-ME\n", ["invalid-base"]),
        ("FROM alpine:3.20\nRUN apt-get update && apt-get install curl\n", ["package-manager-missing"]),
        ("FROM debian:12\nRUN apt-get update \\\n    apt-get install -y git\n", ["words-run-together"]),
        ("CMD start\nFROM alpine:3.20\n", ["instruction-before-from"]),
        (
            "FROM golang:1.26 AS a\nRUN go build -o /a ex.com/a\nFROM scratch\nCOPY --from=a /a /a\nENTRYPOINT /a -v\n",
            ["shell-missing"],
        ),
        ("FROM debian:12\nRUN sudo ls\n", ["command-not-installed"]),
        ("FROM debian:12\nCOPY a b c\n", ["DL3021"]),
        ("FROM debian:12\nWORKDIR ~/app\n", ["tilde-not-expanded"]),
        ("FROM scratch\nCOPY app /${TO:?where}/\n", ["required-variable"]),
        ("FROM debian:12\nCMD ['ls', '-l']\n", ["invalid-json-form"]),
        ("FROM debian:12\nCOPY ['a b', 'c', 'd']\n", ["unreadable-word"]),
        ("FROM debian:12\nCOPY ['a', 'b', '/c']\n", ["invalid-json-form"]),
        ('FROM debian:12\nCOPY ["a b", "/c"\n', ["unreadable-word"]),
        ('FROM debian:12\nCOPY "a b" c\n', ["unreadable-word"]),
        ("FROM debian:12\nCMD service nginx start\n", ["ends-at-once"]),
        ("FROM debian:12\nCOPY a c:\\\nRUN ls\n", ["continuation-swallows-instruction"]),
        ("FROM debian:12\nRUN ls \\\n\nCOPY a /a\n", ["continuation-swallows-instruction"]),
        ("FROM alpine:3.22\nHEALTHCHECK curl localhost\n", ["invalid-argument"]),
        ("FROM --platform=linux/x/y/z alpine:3.22\n", ["invalid-base"]),
        ("FROM alpine:3.22 AS a\nFROM --platform=linux/amd64 a\n", ["platform-of-stage-ignored"]),
    ],
)
def test_one_mistake_is_told_once(source: str, expected: list[str]) -> None:
    assert [finding.code for finding in Snapshot.of(source).findings] == expected


def test_the_others_speak_where_the_cause_is_not_asked_for() -> None:
    source = "# check=skip=stage-misspelt\nFROM golang:1.24 AS build\nFROM alpine:3.20\nCOPY --from=biuld /a /a\n"
    assert [finding.code for finding in Snapshot.of(source).findings] == ["copy-from-no-stage"]


def test_findings_of_one_cause_come_and_go_as_the_file_is_edited() -> None:
    source = "FROM golang:1.24 AS build\nFROM alpine:3.20\nCOPY --from=biuld /a /a\n"
    at = source.index(" AS build")
    snapshot = Snapshot.of(source)
    for span, new, expected in (
        (Span(at, at + 9), "", ["copy-from-no-stage"]),
        (Span(at, at), " AS build", ["stage-misspelt"]),
    ):
        snapshot = snapshot.edited([Edit(span, new)])
        assert [finding.code for finding in snapshot.findings if finding.code != "unused-stage"] == expected


def test_the_other_one_speaks_where_that_is_not_asked() -> None:
    assert "DL3044" in codes("ENV A=1 B=$A", profile="hadolint")
    assert "DL3003" in codes("RUN cd /srv", profile="hadolint")
    assert "DL3009" in codes("RUN apt-get update", profile="hadolint")
    config, _ = read({"profile": "hadolint"})
    assert "DL3006" in [finding.code for finding in Snapshot.of("FROM REPLACE-ME\n", config).findings]
