"""Pages in other languages: with the code of the English ones, up to date, and English where there is none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dockwright.findings.rule_pages import readable
from dockwright.l10n import pages
from dockwright.l10n.catalogue import catalogue
from dockwright.text import Span
from generated import ROOT, check, script
from markers import marks
from words import REWRITE, RULE

PAGES = script("pages")
THERE = [pair for pair in PAGES.pairs() if pair.own.exists()]
PACKAGE = ROOT / "server" / "dockwright"


def _name(pair: object) -> str:
    return str(pair.own.relative_to(ROOT)) if isinstance(pair, PAGES.Pair) else ""


@pytest.mark.parametrize("pair", THERE, ids=_name)
def test_a_translated_page_has_the_blocks_of_the_english_one(pair: object) -> None:
    check(pair.own, PAGES.written(pair))  # type: ignore[attr-defined]


@pytest.mark.parametrize("pair", THERE, ids=_name)
def test_a_translated_page_is_up_to_date(pair: object) -> None:
    assert not PAGES.is_stale(pair), "translate what has changed, then run scripts/pages.py done PATH"


@pytest.mark.parametrize("pair", THERE, ids=_name)
def test_a_translated_page_has_the_headings_of_the_english_one(pair: object) -> None:
    english, own = (
        PAGES.HEADING.findall(PAGES.BLOCK.sub("", path.read_text(encoding="utf-8")))
        for path in (pair.english, pair.own)  # type: ignore[attr-defined]
    )
    known = catalogue(pair.language)  # type: ignore[attr-defined]
    assert known is not None
    assert [level for level, _ in own] == [level for level, _ in english]
    for (_, heading), (_, translated) in zip(english, own, strict=True):
        if heading in (*RULE, *REWRITE):
            assert translated == known.say(heading)
    if english and (code := re.search(r" \(`?[\w-]+`?\)$", english[0][1])):
        assert own[0][1].endswith(code[0])


def test_every_page_with_its_frame_is_translated() -> None:
    """All others are listed by `scripts/translations.py missing`."""
    framed = [pair for pair in PAGES.pairs() if "\n## Why it matters\n" in pair.english.read_text(encoding="utf-8")]
    assert [_name(pair) for pair in framed if not pair.own.exists() and PACKAGE in pair.own.parents] == []


def test_a_page_is_said_in_the_language_asked_for_and_its_carets_stay() -> None:
    korean, english = readable("label-twice", "ko_KR.UTF-8"), readable("label-twice", "xx")
    assert korean.startswith("# 두 번 지정한 레이블") and "<!--" not in korean
    assert english.startswith("# Label set twice")
    block = re.compile(r"^```dockerfile\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    (source, said), (same, meant) = marks(block.findall(korean)[0]), marks(block.findall(english)[0])
    assert source == same and [mark.span for mark in said] == [mark.span for mark in meant] == [Span(23, 30)]
    assert said[0].message.startswith("이 스테이지의 뒤에서 레이블 `version`")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("", "# 제목\n\n글\n"),
        ("\n<!-- english 0123abcd -->\n", "# 제목\n\n글\n"),
        ("\n<!-- english 0123abcd, stale -->\n", "# Title\n"),
    ],
)
def test_a_stale_page_is_shown_in_english(tmp_path: Path, end: str, expected: str) -> None:
    (tmp_path / "x.md").write_text("# Title\n", encoding="utf-8")
    (tmp_path / "x.ko.md").write_text(f"# 제목\n\n글\n{end}", encoding="utf-8")
    assert pages.page(tmp_path, "x", "ko") == expected
    assert pages.page(tmp_path, "y", "ko") == ""


def test_a_page_whose_english_prose_has_changed_is_marked_and_one_with_other_code_is_renewed(tmp_path: Path) -> None:
    pair = next(pair for pair in THERE if pair.own.name == "label_twice.ko.md")
    english, own = tmp_path / "label_twice.md", tmp_path / "label_twice.ko.md"
    shutil.copy(pair.english, english)
    shutil.copy(pair.own, own)
    copy = PAGES.Pair(english, own, "ko")
    english.write_text(english.read_text(encoding="utf-8").replace("vendor=Example", "vendor=Other"), encoding="utf-8")
    assert not PAGES.is_stale(copy) and "vendor=Other" in PAGES.written(copy)
    assert "이 스테이지의 뒤에서" in PAGES.written(copy)
    english.write_text(english.read_text(encoding="utf-8").replace("the last one wins", "which"), encoding="utf-8")
    assert PAGES.is_stale(copy) and PAGES.written(copy).endswith(", stale -->\n")
