"""The table of the READMEs is what was measured, and measured were all samples."""

from __future__ import annotations

import json
import tomllib

import pytest

from generated import ROOT, check, script

COMPARISON = script("comparison")
HERE = ROOT / "benchmarks" / "comparison"
MEASURED = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
SAMPLES = tomllib.loads((HERE / "samples.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", COMPARISON.READMES)
def test_the_table_is_what_was_measured(language: str) -> None:
    check(COMPARISON.READMES[language], COMPARISON.written(language))


@pytest.mark.parametrize("tool", MEASURED)
def test_what_was_measured_are_these_samples(tool: str) -> None:
    """A sample with another name would have no answer."""
    known = {
        "checks": [sample["rule"] for sample in SAMPLES["checks"]],
        "fixes": [sample["rule"] for sample in SAMPLES["checks"]],
        "false_errors": SAMPLES["valid"],
        "hovers": SAMPLES["hover"],
        "completions": SAMPLES["completion"],
        "navigation": SAMPLES["navigation"]["asks"],
    }
    for question, names in known.items():
        assert set(MEASURED[tool][question]) <= set(names), question


def test_no_row_or_tool_is_forgotten() -> None:
    """Each question that was asked is a row, and each tool that was asked a column."""
    rows = {key for key, *_ in COMPARISON.ROWS}
    assert set(MEASURED) <= set(COMPARISON.TOOLS)
    for answers in MEASURED.values():
        assert answers.keys() - {"version"} <= rows


def test_both_readmes_show_the_same_pictures_and_have_the_same_sections() -> None:
    texts = [path.read_text(encoding="utf-8") for path in COMPARISON.READMES.values()]
    shown = [[line.rpartition("](")[2] for line in text.splitlines() if line.startswith("![")] for text in texts]
    assert shown[0] == shown[1] and shown[0]
    assert len({text.count("\n## ") for text in texts}) == 1
