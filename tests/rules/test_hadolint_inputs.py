"""hadolint's rules on small inputs: hadolint says what is found, we find the same, or a table says why not."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.findings.engine import select
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from hadolint_inputs import Case, cases, expanded
from hadolint_run import explains, hadolint, ours, program

HERE = Path(__file__).parent
DIFFERENCES = tomllib.loads((HERE / "hadolint_input_differences.toml").read_text(encoding="utf-8"))

SHARE = int(os.environ.get("DOCKWRIGHT_HADOLINT_INPUTS", "100"))
"""One input in so many is compared; 1 compares all, which takes an hour, 10 some minutes."""


def test_the_same_of_small_inputs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found_program = program()
    if found_program is None:
        pytest.skip("hadolint is not here")
    by_config: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases():
        if int(hashlib.sha256("\n".join(case).encode()).hexdigest(), 16) % SHARE == 0:
            by_config[case.config].append(case)
    found: Counter[str] = Counter()
    unexplained = []
    for config, chosen in by_config.items():
        parsed = parse_config(".hadolint.yaml", config or "failure-threshold: style\n")
        assert parsed is not None and parsed[1] == ()
        selection = select(parsed[0], lambda rule: any(name.startswith("DL") for name in (*rule.names, *rule.groups)))
        files = [tmp_path / f"{number}.Dockerfile" for number in range(len(chosen))]
        for file, case in zip(files, chosen, strict=True):
            file.write_text(case.source, encoding="utf-8")
        theirs = hadolint(found_program, files, tmp_path, "DL", config)
        for file, case in zip(files, chosen, strict=True):
            expected = theirs[file.name]
            if ("DL1000", 0) in expected:
                continue  # It reports nothing more of a file that it cannot read.
            model = analyse(parse(case.source), base_state=base_state)
            places = ours(model, selection)
            found.update(code for code, _ in expected & places)
            for side, others in (("missed", expected - places), ("beyond", places - expected)):
                for place in others:
                    if not any(explains(entry, place, model) for entry in DIFFERENCES[side]):
                        unexplained.append((side, *place, case.source, config))
    assert unexplained == []
    assert caplog.records == [], "a rule has crashed"
    assert len(found) > 30


def test_the_inputs_are_many_of_each_rule() -> None:
    number = Counter(case.rule for case in cases())
    assert min(number.values()) > 10
    assert sum(number.values()) > 50_000


def test_a_choice_is_made_of_each_group() -> None:
    assert expanded("a «b¦c» «d¦»") == ["a b d", "a b ", "a c d", "a c "]
