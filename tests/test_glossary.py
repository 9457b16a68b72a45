"""The words of `docs/ko/glossary.md`: Korean texts use its terms, and its particles after names of instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dockwright.l10n.catalogue import catalogue
from generated import ROOT, script
from translated import said

GLOSSARY = ROOT / "docs" / "ko" / "glossary.md"
_TERMS = re.compile(r"^\| (?P<english>[^|]+) \| [^|]+ \| (?P<refused>[^|]+) \|$", re.MULTILINE)
_PARTICLES = "은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|도|만|나|이나|라는|이라는|입니다|까지|부터|마다|보다|처럼"
_OTHER_FORMS = {"은": "는|를|가|와|나|라는", "는": "은|을|이|과|이나|이라는"}
"""What does not follow the names that 은 follows, and those that 는 follows."""


@cache
def refused() -> dict[str, re.Pattern[str]]:
    """The terms of the third column; with a meaning in parentheses they may be right."""
    terms = [term for match in _TERMS.finditer(_glossary()) for term in match["refused"].split(", ")]
    return {term: _pattern(term) for term in terms[1:] if term.strip() and "(" not in term and ")" not in term}


def _pattern(term: str) -> re.Pattern[str]:
    if term.endswith("하다"):
        return re.compile(rf"(?<![가-힣]){term.removesuffix('하다')}[하합한할해했]")
    return re.compile(rf"(?<![가-힣]){re.escape(term)}(?:{_PARTICLES})?(?![가-힣])")


@cache
def particles() -> re.Pattern[str]:
    """Names of instructions followed by a particle that does not go with them."""
    names: dict[str, list[str]] = {}
    for name, particle in re.findall(r"([A-Z]+)(은|는)(?=,|$)", _glossary(), re.MULTILINE):
        names.setdefault(particle, []).append(name)
    wrong = [rf"(?:{'|'.join(names[own])})(?:`|\*\*)?(?:{other})" for own, other in _OTHER_FORMS.items()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(wrong)})(?![가-힣])")


def _glossary() -> str:
    return GLOSSARY.read_text(encoding="utf-8")


def faults(text: str) -> Iterator[str]:
    """What is against the glossary in a text."""
    yield from (
        f"{term}: {text[found.start() :][:40]!r}" for term, one in refused().items() for found in one.finditer(text)
    )
    yield from (f"조사: {found[0]}" for found in particles().finditer(text))


def _texts() -> list[Path]:
    """All that is written in Korean by hand."""
    pages = [pair.own for pair in script("pages").pairs() if pair.language == "ko" and pair.own.exists()]
    client = ROOT / "client-vscode"
    others = [ROOT / "server/dockwright/l10n/ko.po", ROOT / "docs/ko/hadolint.toml", ROOT / "website/texts/ko.toml"]
    return [
        *pages,
        *others,
        client / "l10n" / "ko.json",
        client / "src" / "words.ts",
        *(client / "walkthrough").glob("*.ko.md"),
    ]


@pytest.mark.parametrize("path", _texts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_korean_text_uses_the_terms_of_the_glossary(path: Path) -> None:
    assert list(faults(path.read_text(encoding="utf-8"))) == [], "docs/ko/glossary.md has the terms"


def test_messages_have_the_particles_of_the_names_in_them() -> None:
    known = catalogue("ko")
    assert known is not None
    told = {one.text: list(faults(known.say(one.text))) for one in said()}
    assert {text: found for text, found in told.items() if found} == {}


@pytest.mark.parametrize(
    "text",
    [
        "작업 폴더를 바꿉니다",
        "포트를 공개합니다",
        "마지막 인수가",
        "쉘",
        "유효한 이름",
        "WORKDIR는",
        "`COPY`을",
        "**RUN**를",
    ],
)
def test_what_the_glossary_refuses_is_found(text: str) -> None:
    assert len(list(faults(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "비밀번호",
        "슈퍼유저",
        "작업 디렉터리",
        "빌드 단계",
        "공개된 저장소",
        "WORKDIR은",
        "WORKDIR로",
        "COPY 은행",
        "이미지의",
    ],
)
def test_what_only_looks_like_it_is_not_found(text: str) -> None:
    assert list(faults(text)) == []
