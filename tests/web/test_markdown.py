"""How files of the repository become pages: links, captions, and what stays in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from website.__main__ import texts
from website.markdown import Gathered
from website.pages import LANGUAGES, ROOT, SOURCE, Page, all_pages
from website.rule_index import family

PAGES = [Page("index.md", "home", ROOT / "README.md"), Page("ci.md", "guide", ROOT / "docs" / "ci.md")]


@pytest.fixture
def gathered() -> Gathered:
    return Gathered(PAGES, "ko", texts("ko"), "https://example.com/a/b")


def page(folder: Path, text: str) -> Page:
    source = folder / "made.md"
    source.write_text(text, encoding="utf-8")
    return Page("rules/made.md", "rules", source)


def made(gathered: Gathered, folder: Path, text: str) -> str:
    return gathered.text(page(folder, text))


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("docs/ci.md#on-github", "../ci.md#on-github"),
        ("README.md", "../index.md"),
        ("README.ko.md", "../index.md"),
        ("LICENSE", "https://example.com/a/b/blob/main/LICENSE"),
        ("editors", "https://example.com/a/b/tree/main/editors"),
        ("client-vscode/images/icon.png", "../pictures/icon.png"),
    ],
)
def test_links_lead_to_pages_or_to_the_repository(gathered: Gathered, tmp_path: Path, link: str, there: str) -> None:
    assert f"[a]({there})" in made(gathered, tmp_path, f"# A\n\n[a]({ROOT / link})\n")


@pytest.mark.parametrize("link", ["https://example.org/x", "#below", "mailto:a@example.org"])
def test_other_links_stay(gathered: Gathered, tmp_path: Path, link: str) -> None:
    assert f"[a]({link})" in made(gathered, tmp_path, f"# A\n\n[a]({link})\n")


def test_a_link_that_leads_nowhere_fails(gathered: Gathered, tmp_path: Path) -> None:
    lost = page(tmp_path, "# A\n\n[a](nowhere.md)\n")
    with pytest.raises(ValueError, match=r"made\.md: the link to nowhere\.md leads nowhere"):
        gathered.text(lost)


def test_words_that_tests_read_become_captions(gathered: Gathered, tmp_path: Path) -> None:
    text = "# A\n\n```dockerfile fixed\nFROM a<|>\n```\n\n```held go.mod\n[x](y.md)\n```\n"
    shown = made(gathered, tmp_path, text)
    assert '``` dockerfile title="수정한 뒤"\nFROM a\n```' in shown
    assert '``` text title="go.mod"\n[x](y.md)\n```' in shown


def test_what_is_for_the_repository_alone_is_left_out(gathered: Gathered, tmp_path: Path) -> None:
    text = "# A\n\n<!-- not on the site -->\n[b](README.ko.md)\n<!-- on the site again -->\nRest\n"
    assert "README" not in made(gathered, tmp_path, text) and "Rest" in made(gathered, tmp_path, text)


def test_an_english_page_among_korean_ones_says_so(gathered: Gathered, tmp_path: Path) -> None:
    assert texts("ko")["untranslated"] in made(gathered, tmp_path, "# A\n\nText\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word(language: str) -> None:
    english, own = texts(SOURCE), texts(language)
    assert own.keys() == english.keys()
    for group, words in english.items():
        if isinstance(words, dict):
            assert own[group].keys() == words.keys(), group
    assert own["families"].keys() == {family(page) for page in all_pages() if page.rule}
