"""Every refactoring's page is its test: a block with a selection, and what it becomes or why it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dockwright.refactors
from dockwright.refactors.refactor import Refusal, Rewrite, all_refactors
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import apply
from markers import selection

FOLDER = Path(dockwright.refactors.__file__).parent
BY_MODULE = {item.module.rpartition(".")[2]: item for item in all_refactors()}
_PAIR = re.compile(r"^```dockerfile\n(.*?)^```\n\n```(dockerfile after|refused)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (path.stem, *match.groups())
    for path in sorted(FOLDER.glob("*.md"))
    for match in _PAIR.finditer(path.read_text(encoding="utf-8"))
]


def test_every_refactoring_has_a_page_with_examples() -> None:
    assert {page for page, *_ in EXAMPLES} == set(BY_MODULE) == {path.stem for path in FOLDER.glob("*.md")}


@pytest.mark.parametrize(("page", "before", "kind", "after"), EXAMPLES)
def test_an_example_becomes_what_the_page_shows(page: str, before: str, kind: str, after: str) -> None:
    source, span = selection(before)
    answer = BY_MODULE[page].apply(analyse(parse(source)), span)
    if kind == "refused":
        assert answer == Refusal(after.strip())
    else:
        assert isinstance(answer, Rewrite)
        assert apply(source, answer.edits) == after
