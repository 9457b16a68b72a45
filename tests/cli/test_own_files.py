"""What tells one version of the program from another, so that no answer of another version is given."""

from __future__ import annotations

import pytest

from dockwright.cli.checks.own_files import version


@pytest.mark.parametrize(
    "name", ["check.py", "source_not_found.py", "bases.json", "effects.toml", "ko.json", "units.py"]
)
def test_a_change_of_any_file_that_decides_on_findings_is_another_version(name: str) -> None:
    assert any(mark.startswith(f"{name} ") for mark in version().split("\0"))
