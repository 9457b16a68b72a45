"""The one voice of `docs/style.md`: messages are short and plain, and pages have the same frame."""

from __future__ import annotations

import pytest

import words


def test_messages_are_as_the_style_asks() -> None:
    wrong = {form: found for form, (_, found) in words.messages().items() if found}
    expected = words.left(words.MESSAGES_LEFT)
    assert {form: found for form, found in wrong.items() if form not in expected} == {}, "docs/style.md says how"
    assert [form for form in expected if form not in wrong] == [], "these are converted: scripts/messages.py shrink"


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
