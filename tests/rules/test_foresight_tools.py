"""What is foreseen of build tools, inits, ONBUILD, platforms and users of base images, shown with carets."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from markers import Mark, marks

CODES = frozenset(
    ["built-for-another-platform", "command-not-installed", "copied-path-missing", "deleted-in-later-layer", "DL3040",
     "file-not-there", "foreign-option", "needs-root", "package-lists-missing", "package-manager-missing",
     "pip-externally-managed", "start-file-elsewhere", "user-unknown",
     "default-hides-platform", "ssh-without-key", "result-in-cache-mount", "wrong-libc", "command-unfinished"]
)  # fmt: skip


def told(source: str) -> list[tuple[Mark, Severity]]:
    found = [one for one in Snapshot.of(source).findings if one.code in CODES]
    return sorted((Mark(one.span, one.message), one.severity) for one in found)


CASES = Path(__file__).with_name("foresight_tools.txt").read_text(encoding="utf-8").split("---\n")


@pytest.mark.parametrize("written", CASES)
def test_what_is_marked_is_told_and_nothing_else(written: str) -> None:
    source, expected = marks(written)
    assert [mark for mark, _ in told(source)] == sorted(expected)


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ("FROM alpine:3.20\nONBUILD RUN apt-get update\n", Severity.ERROR),
        ("FROM jenkins/jenkins:lts\nRUN apt-get update\n", Severity.WARNING),
        ("ARG V=lts\nFROM jenkins/jenkins:$V\nRUN apt-get update\n", Severity.HINT),
        ("FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4\nRUN useradd app\n", Severity.HINT),
        ('FROM alpine:3.20\nRUN apk add tini\nENTRYPOINT ["/usr/bin/tini"]\n', Severity.WARNING),
        ('FROM alpine\nRUN apk add tini\nENTRYPOINT ["/usr/bin/tini"]\n', Severity.HINT),
    ],
)
def test_a_doubt_lowers_the_level(source: str, severity: Severity) -> None:
    assert [level for _, level in told(source)] == [severity]


def test_the_path_of_an_init_is_changed() -> None:
    source = 'FROM alpine:3.20\nRUN apk add tini\nENTRYPOINT ["/usr/bin/tini", "--"]\n'
    (found,) = [one for one in Snapshot.of(source).findings if one.code == "start-file-elsewhere"]
    (edit,) = found.fixes[0].edits
    assert source[: edit.span.start] + edit.new + source[edit.span.end :] == source.replace("/usr/bin", "/sbin")
