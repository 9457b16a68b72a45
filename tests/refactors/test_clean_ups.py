"""The clean-up that a RUN gets, and the title that announces it."""

from __future__ import annotations

import pytest

from dockwright.refactors.kit.refactor import Rewrite
from dockwright.refactors.packages.delete_package_lists import delete_package_lists
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import apply
from tests.markers import selection


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("RUN npm ci && npm install -g serve<|>", "Delete the cache of `npm` in the same RUN"),
        (
            "<|RUN npm ci && npm install -g serve\nRUN npm install -g pm2|>",
            "Delete the cache of `npm` in the same RUN, in 2 commands",
        ),
    ],
)
def test_a_clean_up_is_counted_once_for_all_that_it_serves(source: str, title: str) -> None:
    text, span = selection(f"FROM node:22\n{source}\n")
    answer = delete_package_lists.apply(analyse(parse(text)), span)
    assert isinstance(answer, Rewrite)
    assert answer.title == title
    assert apply(text, answer.edits).count("npm cache clean") == (2 if "2" in title else 1)
