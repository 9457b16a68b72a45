"""A flag whose value stands behind a blank is one error, whose fix leaves no others."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Finding, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply


def _errors(source: str) -> list[Finding]:
    return [finding for finding in Snapshot.of(source).findings if finding.severity <= Severity.WARNING]


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("COPY --chown node:node . .", "COPY --chown=node:node . ."),
        ("COPY --link --chown 1:1 a /b", "COPY --link --chown=1:1 a /b"),
        ("COPY --from alpine --chown 1:1 /a /b", "COPY --from=alpine --chown=1:1 /a /b"),
        ("ADD --chmod 755 a /b", "ADD --chmod=755 a /b"),
        ("RUN --mount type=cache,target=/x make", "RUN --mount=type=cache,target=/x make"),
        ("RUN --network none make", "RUN --network=none make"),
        (
            "HEALTHCHECK --interval 5s --retries 3 CMD true",
            "HEALTHCHECK --interval=5s --retries=3 CMD true",
        ),
        ("ONBUILD COPY --chown 1:1 a /b", "ONBUILD COPY --chown=1:1 a /b"),
        ("COPY --chown 1:1 a \\\n  /b", "COPY --chown=1:1 a \\\n  /b"),
    ],
)
def test_one_error_and_the_fix_that_was_meant(line: str, fixed: str) -> None:
    above = "FROM registry.example.com/base:1\n"
    (found,) = _errors(f"{above}{line}\n")
    assert (found.code, found.severity) == ("invalid-flag", Severity.ERROR)
    assert apply(f"{above}{line}\n", found.fixes[0].edits) == f"{above}{fixed}\n"
    assert _errors(f"{above}{fixed}\n") == []


@pytest.mark.parametrize(
    "line",
    ["COPY --chown . .", "COPY --from a /b", "ADD --chmod abc a /b", 'COPY --chown ["a", "b"]', "RUN --mount make"],
)
def test_a_value_that_is_not_there_is_not_made_up(line: str) -> None:
    found = _errors(f"FROM registry.example.com/base:1\n{line}\n")
    assert [finding.code for finding in found][:1] == ["invalid-flag"]
    assert found[0].fixes == ()


def test_a_comment_beside_it_has_its_own_finding() -> None:
    found = _errors("FROM debian:12\nCOPY --chown 1:1 a /b # c\n")
    assert sorted(finding.code for finding in found) == ["comment-after-instruction", "invalid-flag"]
