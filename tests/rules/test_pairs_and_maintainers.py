"""Blanks around `=`, several MAINTAINERs, and what Podman and BuildKit take."""

from __future__ import annotations

import pytest

from dockwright.config.reading import read
from dockwright.ide.actions.fix_all import fixed
from dockwright.ide.snapshot import Snapshot

BASE = "FROM registry.example.com/base:1\n"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('LABEL a.b = "1" \\\n c.d = "2"', 'LABEL a.b="1" \\\n c.d="2"'),
        ("ENV A = 1", "ENV A=1"),
        ("ENV A =1 B= 2", "ENV A=1 B=2"),
        ('ENV A = "x = y"', 'ENV A="x = y"'),
        ("ENV A = b c", "ENV A = b c"),
        ("ENV A 1", "ENV A=1"),
    ],
)
def test_blanks_around_the_sign_are_removed(line: str, wanted: str) -> None:
    result = fixed(Snapshot.of(f"{BASE}{line}\n"), unsafe=True).text.string
    assert result == f"{BASE}{wanted}\n"


@pytest.mark.parametrize("unsafe", [False, True])
def test_two_maintainers_become_one_label(unsafe: bool) -> None:
    result = fixed(Snapshot.of(f"{BASE}MAINTAINER a\nRUN true\nMAINTAINER b\n"), unsafe=unsafe).text.string
    assert result.count("LABEL") == 1
    assert 'LABEL org.opencontainers.image.authors="b"' in result
    assert "MAINTAINER" not in result  # the first would be the author again


@pytest.mark.parametrize(("engine", "wanted"), [("buildkit", ["stage-out-of-reach"]), ("podman", [])])
def test_podman_replaces_variables_in_from(engine: str, wanted: list[str]) -> None:
    config, _ = read({"engine": engine})
    source = f"FROM alpine:3.20 AS tool\n{BASE}ARG tool=tool\nCOPY --from=${{tool}} /a /b\n"
    assert [finding.code for finding in Snapshot.of(source, config).findings if finding.severity < 3] == wanted


def test_an_empty_port_of_the_host_is_taken() -> None:
    assert "ExposeInvalidFormat" not in [finding.code for finding in Snapshot.of(f"{BASE}EXPOSE :3388\n").findings]


@pytest.mark.parametrize(("source", "wanted"), [('"file.zip"', 1), ("file.zip", 1), ('"file.tar"', 0)])
def test_quotes_and_archives_of_add(source: str, wanted: int) -> None:
    config, _ = read({"profile": "hadolint"})
    found = Snapshot.of(f"{BASE}ADD {source} /x/\n", config).findings
    assert [finding.code for finding in found].count("DL3020") == wanted
