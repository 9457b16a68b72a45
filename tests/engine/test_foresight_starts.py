"""What is foreseen of users and commands happens, and what is not flagged works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dockwright.config import Config
from dockwright.findings import engine as rules
from dockwright.findings.finding import Severity
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from engine.engine import Engine

CODES = frozenset(
    [
        "user-unknown",
        "id-taken",
        "needs-root",
        "link-with-name",
        "cache-mount-of-root",
        "command-in-one-word",
        "mounted-file-written",
        "base-cmd-dropped",
        "ends-at-once",
    ]
)
PAGE = (Path(__file__).parent / "foresight_starts.md").read_text(encoding="utf-8")
CASES = re.findall(r"^```dockerfile (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("outcome", "source"), CASES)
def test_it_happens(outcome: str, source: str, engine: Engine) -> None:
    groups = rules.check(analyse(parse(source), base_state=base_state), rules.select(Config()), None)
    all_of_them = [one for group in groups for one in group.findings]
    found = [one for one in all_of_them if one.code in CODES and one.severity <= Severity.WARNING]
    assert bool(found) == (outcome != "runs"), found
    built = engine.build(source, {"run.sh": "#!/bin/sh\n"})
    assert (built.image is None) == (outcome == "build-fails"), built.log
    if built.image:
        assert (engine.run(built.image).status == 0) == (outcome == "runs")
