"""What is foreseen of programs and shells happens on a real engine, and its look-alikes build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from engine.engine import Engine

_BLOCK = re.compile(r"^```dockerfile (?P<code>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = [
    (match["code"], match["body"])
    for match in _BLOCK.finditer(Path(__file__).with_name("foresight_programs.md").read_text(encoding="utf-8"))
]
CODES = {code for code, _ in CASES}


@pytest.mark.parametrize(("code", "dockerfile"), CASES)
def test_the_build_does_what_is_foreseen(code: str, dockerfile: str, engine: Engine) -> None:
    told = {
        finding.code
        for finding in Snapshot.of(dockerfile).findings
        if finding.code in CODES and finding.severity < Severity.INFORMATION
    }
    built = engine.build(dockerfile)
    assert told == ({code} if code != "fine" else set())
    assert (built.image is not None) is (code == "fine"), built.log
