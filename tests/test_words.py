"""The one voice of `docs/style.md`: messages are short and plain, and pages have the same frame."""

from __future__ import annotations

import pytest

import spoken
import words


def test_messages_are_as_the_style_asks() -> None:
    wrong = {form: found for form, (_, found) in words.messages().items() if found}
    expected = words.left(words.MESSAGES_LEFT)
    assert {form: found for form, found in wrong.items() if form not in expected} == {}, "docs/style.md says how"
    assert [form for form in expected if form not in wrong] == [], "these are converted: scripts/messages.py shrink"


def test_other_texts_are_as_the_style_asks() -> None:
    wrong = {text: found for text, (_, found) in words.others().items() if found}
    expected = words.left(words.TEXTS_LEFT)
    assert {text: found for text, found in wrong.items() if text not in expected} == {}, "docs/style.md says how"
    assert [text for text in expected if text not in wrong] == [], "these are converted: scripts/messages.py shrink"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"""Reads a file."""', []),
        ('re.compile("a b|c d")', []),
        ('name = "compose"', []),
        ('tell(name, f"no file {path}")', [("problem", "no file X")]),
        ('Parser("check", "Check Dockerfiles")', [("help", "Check Dockerfiles")]),
        ('add("-o", help="file to write to")', [("help", "file to write to")]),
        ('return f"{name} is empty"', [("text", "X is empty")]),
    ],
)
def test_what_a_module_says_is_found_in_its_source(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.text) for one in spoken.of_source(source, "cli/check")] == expected


def test_each_part_says_something() -> None:
    families = {one.family.partition("/")[0] for one in spoken.texts()}
    assert families == {*spoken.PARTS, "client"}


@pytest.mark.parametrize("name", words.pages())
def test_a_page_has_its_frame(name: str) -> None:
    found = words.page_faults(words.pages()[name])
    if name in words.left(words.PAGES_LEFT):
        assert found, "this page is converted: scripts/messages.py shrink"
    else:
        assert found == [], "docs/style.md says how"


@pytest.mark.parametrize("phrase", words.banned())
def test_a_banned_phrase_is_found_in_words_and_not_in_code(phrase: str) -> None:
    assert list(words.faults("message", f"The value {phrase} here"))
    assert not list(words.faults("message", f"The value `{phrase}` here"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("message", "a" * 101),
        ("message", "The value is empty."),
        ("message", "The value is empty. Remove it"),
        ("message", "`x` is no value"),
        ("fix", "Remove " + "a" * 60),
    ],
)
def test_what_the_style_forbids_is_found(kind: str, text: str) -> None:
    assert len(list(words.faults(kind, text))) == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("message", "`" + "a" * 100 + "` is no longer read; remove it"),
        ("message", "invalid port `99999`; ports go up to 65535"),
        ("title", "Merge 2 RUN instructions (one layer; the second no longer runs by itself when only it has changed)"),
    ],
)
def test_what_the_style_allows_is_not_found(kind: str, text: str) -> None:
    assert list(words.faults(kind, text)) == []
