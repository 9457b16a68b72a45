"""`dockwright rule`."""

from __future__ import annotations

import pytest

from dockwright.cli.main import main
from dockwright.findings.rule import all_rules


def test_every_rule_has_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(all_rules())
    for rule in all_rules():
        assert main(["rule", rule.code.lower()]) == 0
        assert rule.code in capsys.readouterr().out


def test_an_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "DL302"]) == 2
    assert "did you mean `DL3" in capsys.readouterr().err
