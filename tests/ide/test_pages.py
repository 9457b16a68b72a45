"""The pages of the reference: there is one for everything that has a name, and all that they show builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dockwright.reference
from dockwright.ide.pages import find
from dockwright.ide.snapshot import Snapshot
from dockwright.rules.engine import only
from dockwright.rules.finding import Severity
from dockwright.rules.rule import all_rules
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.language import flags

FOLDER = Path(dockwright.reference.__file__).parent
PAGES = sorted(FOLDER.rglob("*.md"))
ERRORS = only(*(rule for rule in all_rules() if rule.severity is Severity.ERROR))
EXAMPLE = re.compile(r"^```dockerfile\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_page_begins_with_its_name_and_its_examples_build(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert re.match(rf"\*\*[^*]*{re.escape(path.stem)}\b[^*]*\*\* ", page)
    assert find(str(path.relative_to(FOLDER).with_suffix(""))) == page.strip()
    assert page.count("```") % 2 == 0
    for example in EXAMPLE.findall(page):
        snapshot = Snapshot.of(example, ERRORS)
        assert not snapshot.tree.problems and not snapshot.findings


@pytest.mark.parametrize(("instruction", "flag"), [(name, flag) for name in sorted(NAMES) for flag in flags(name)])
def test_every_flag_has_a_page_with_an_example_that_uses_it(instruction: str, flag: str) -> None:
    page = find(f"flags/{instruction}/{flag}")
    assert any(f"--{flag}" in example for example in EXAMPLE.findall(page))
    assert (
        f"Needs docker/dockerfile {flags(instruction)[flag].since}" in page.replace("\n", " ")
        or not flags(instruction)[flag].since
    )
    assert "https://docs.docker.com/reference/dockerfile/#" in page
