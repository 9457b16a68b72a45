"""hadolint itself, run on real files, says what its rules find; we find the same, or a table says why not."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.findings.engine import select
from dockwright.findings.rule import by_name
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from hadolint_run import CONFIG, EVERY, explains, hadolint, ours, program
from shared import SHARED, needs_shared

DIFFERENCES = tomllib.loads((Path(__file__).parent / "hadolint_differences.toml").read_text(encoding="utf-8"))


@needs_shared
def test_the_same_lines_as_hadolint(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found_program = program()
    if found_program is None:
        pytest.skip("hadolint is not here")
    assert SHARED is not None
    files = sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]
    theirs = hadolint(found_program, files, tmp_path, "DL")
    parsed = parse_config(".hadolint.yaml", CONFIG)
    assert parsed is not None and parsed[1] == ()
    selection = select(parsed[0])
    common: Counter[str] = Counter()
    explained: Counter[int] = Counter()
    unexplained = []
    for path in files:
        expected = theirs[path.name]
        if ("DL1000", 0) in expected:
            continue  # It reports nothing more of a file that it cannot read.
        source = path.read_bytes().decode("utf-8", "replace")
        model = analyse(parse(source), base_state=base_state)
        found = ours(model, selection)
        common.update(code for code, _ in expected & found)
        for side, places in (("missed", expected - found), ("beyond", found - expected)):
            for place in places:
                entry = next((entry for entry in DIFFERENCES[side] if explains(entry, place, model)), None)
                explained[id(entry)] += 1
                if entry is None:
                    unexplained.append((side, *place, path.name))
    assert unexplained == []
    assert caplog.records == [], "a rule has crashed"
    assert sum(common.values()) > 5000 / EVERY
    if EVERY == 1:
        stale = [entry for side in DIFFERENCES.values() for entry in side if not explained[id(entry)]]
        assert stale == []


def test_the_rules_that_hadolint_has_are_known() -> None:
    """Every code of hadolint 2.15.1."""
    codes = [1001, *range(3000, 3068), 4000, 4001, 4003, 4004, 4005, 4006]
    gone = {3005, 3017, 3031, 3039}
    names = by_name().keys() | {name.lower() for rule in by_name().values() for name in rule.groups}
    assert [code for code in codes if code not in gone and f"dl{code}" not in names] == []
    assert len(codes) - len(gone) == 71
