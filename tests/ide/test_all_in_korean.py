"""What is said of the examples of the rules' pages comes in Korean: hovers, completions, and `dockwright explain`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dockwright.cli.explain import explained, shown
from dockwright.config import Config
from dockwright.ide.completion.complete import complete
from dockwright.ide.hover.hover import hover
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.catalogue import catalogue
from dockwright.l10n.lines import said_by_line
from dockwright.l10n.parts import said
from markers import marks
from rule_pages import EXAMPLES

_ENGLISH = re.compile(r"(?<![\w./-])(?:a|an|and|as|for|in|is|of|that|the|to|what|which|with|by)(?![\w./=-])")
_CODE = re.compile(r"^```.*?^```$|`` .*? ``|`[^`\n]*`|\*\*[^*\n]+\*\*|\]\([^)\s]*\)", re.MULTILINE | re.DOTALL)
_SAMPLE = 5
"""One example in so many is asked about each of its words."""


def say(english: str) -> str:
    return said(catalogue("ko"), english)


@cache
def snapshots() -> tuple[Snapshot, ...]:
    """The examples, each text once."""
    by_text = {text: example.context for example in EXAMPLES if "`" not in (text := marks(example.source)[0])}
    made = ((Snapshot.of(text, Config(locale="ko")), context) for text, context in by_text.items())
    return tuple(snapshot.placed(context) if context else snapshot for snapshot, context in made)


def english(text: str) -> list[str]:
    """The lines with English words outside of code."""
    return [line for line in _CODE.sub("", text).split("\n") if _ENGLISH.search(line)]


def words(snapshot: Snapshot) -> Iterator[int]:
    yield from (match.start() for match in re.finditer(r"\w+", snapshot.text.string))


def test_each_line_is_explained_in_korean() -> None:
    wrong = {}
    for snapshot in snapshots():
        for line in range(snapshot.text.line_count):
            value = explained(snapshot, line)
            value = {**value, "variables": {}, "shell": []} if value["instruction"] else value
            _, *rest = shown(value, say)
            wrong |= {one: snapshot.text.string for told in rest for one in english(told)}
    assert wrong == {}


def test_hovers_are_in_korean() -> None:
    wrong = {}
    for snapshot in snapshots()[::_SAMPLE]:
        for offset in words(snapshot):
            found = hover(snapshot, offset)
            for line in english(said_by_line(found.markdown, say)) if found else ():
                wrong[line] = snapshot.text.string
    assert wrong == {}


def test_details_of_completions_are_in_korean() -> None:
    wrong = {}
    for snapshot in snapshots()[::_SAMPLE]:
        for offset in [*words(snapshot)][::2]:
            for item in complete(snapshot, offset):
                wrong |= dict.fromkeys(english(say(item.detail)), item.label)
    assert wrong == {}
