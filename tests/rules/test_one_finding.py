"""Where several rules could say the same of the same words, one does."""

from __future__ import annotations

from typing import Any

import pytest

from dockwright.config.reading import read
from dockwright.ide.snapshot import Snapshot


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
    ],
)
def test_one_rule_speaks(lines: str, expected: list[str]) -> None:
    assert codes(lines) == expected


def test_the_other_one_speaks_where_that_is_not_asked() -> None:
    assert "DL3044" in codes("ENV A=1 B=$A", profile="hadolint")
    assert "DL3003" in codes("RUN cd /srv", profile="hadolint")
    assert "DL3009" in codes("RUN apt-get update", profile="hadolint")
