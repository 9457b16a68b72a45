"""Languages other than English: whole, up to date, and put where people read them."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

import dockwright.l10n
from dockwright.cli.main import COMMANDS, SERVERS
from dockwright.ide.hover.images import described
from dockwright.ide.pages import table
from dockwright.l10n import parts
from dockwright.l10n.catalogue import catalogue, template
from dockwright.l10n.korean import with_particles
from generated import script
from spoken import texts
from translated import said
from untranslated import LEFT, missing, words_of_the_extension
from words import left

FOLDER = Path(dockwright.l10n.__file__).parent
CATALOGUES = sorted(FOLDER.glob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_table_of_a_language_is_what_its_catalogue_says(path: Path) -> None:
    assert path.with_suffix(".json").read_text(encoding="utf-8") == script("translations").written(path)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_all_that_the_pages_show_is_translated(path: Path) -> None:
    known = catalogue(path.stem)
    assert known is not None
    missing = {(one.code, template(one.text)[0]) for one in said() if not known.knows(one.text)}
    assert sorted(missing) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_help_of_the_command_line_is_translated(path: Path) -> None:
    known = catalogue(path.stem)
    assert known is not None
    helped = {one.text for one in texts() if one.kind == "help" and one.family.startswith("cli/")}
    assert [text for text in sorted({*helped, *COMMANDS.values(), *SERVERS.values()}) if not known.knows(text)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_other_texts_are_translated(path: Path) -> None:
    known = catalogue(path.stem)
    assert known is not None
    untranslated, expected = missing(known), left(LEFT)
    assert [text for text in untranslated if text not in expected] == [], "put these into the catalogue"
    assert [text for text in expected if text not in untranslated] == [], "scripts/messages.py shrink"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_what_official_images_are_is_translated(path: Path) -> None:
    known = catalogue(path.stem)
    assert known is not None
    openings = [(described(name) or "").partition("\n\n- ")[0] for name in table("images")["about"]]
    lines = {line for opening in openings for line in opening.split("\n")[1:] if line}
    assert len(lines) > 100
    assert [line for line in sorted(lines) if not known.knows(line)] == []


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        (
            "No tag given, so this pulls `debian:latest`, which changes over time; pin a tag",
            "태그가 없어서 계속 바뀌는 `debian:latest` 이미지를 가져옵니다. 태그를 고정하세요",
        ),
        ("Replace `apt` with `apt-get`", "`apt`를 `apt-get`으로 바꾸기"),
        ("Missing `}` after the variable; write `${NAME}`", "변수를 닫는 `}` 기호가 없습니다. `${NAME}`처럼 쓰세요"),
        (
            "`src` not found in the build context `.` (from `compose.yaml:4 (web)`); did you mean `source`?",
            "`src`가 빌드 컨텍스트 `.`에 없습니다 (`compose.yaml:4 (web)`에서 지정). `source`를 쓰려고 하셨나요?",
        ),
        (
            "`a.c` not found in the assumed build context `app` (from `Makefile:2`, while `ci.yml:9` uses `.`); "
            "it is in `src`, which may be the context",
            "`a.c`가 빌드 컨텍스트로 추정되는 `app`에 없습니다 (`Makefile:2`에서 지정, `ci.yml:9`에서는 `.` 사용). "
            "`src`에는 있으므로 `src`가 컨텍스트일 수 있습니다",
        ),
        (
            "Build context: `.` (from `a.yml:5`: the action builds from Git and reads no ignore file; "
            "folders nested deeper than 30 were skipped). This is a guess; another one can be chosen.",
            "빌드 컨텍스트: `.` (`a.yml:5`에서 지정: 이 액션은 Git에서 빌드하고 ignore 파일을 읽지 않습니다; "
            "30단계보다 깊은 폴더는 건너뛰었습니다). 추측한 것이고, 다른 것을 고를 수 있습니다.",
        ),
        ("Build context: `.` (nobody translated this).", "Build context: `.` (nobody translated this)."),
        ("Nobody has written this sentence", "Nobody has written this sentence"),
    ],
)
def test_a_text_is_said_in_korean_where_that_is_known(english: str, korean: str) -> None:
    known = catalogue("ko-KR")
    assert known is not None
    assert known.say(english) == parts.said(known, english) == korean


@pytest.mark.parametrize("name", ["", "en", "en_US.UTF-8", "C", "xx", "../ko", "POSIX"])
def test_there_is_no_catalogue_of_english_or_of_what_is_no_language(name: str) -> None:
    assert catalogue(name) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`curl`을(를) 설치", "`curl`을 설치"),
        ("`cache`은(는)", "`cache`는"),
        ("3(으)로", "3으로"),
        ("1(으)로", "1로"),
        ("파일을(를)", "파일을"),
        ("`/tmp/`이(가)", "`/tmp/`이(가)"),
        ("`git`(이)라는", "`git`이라는"),
        ("`${NAME:-1.0}`(으)로", "`${NAME:-1.0}`으로"),
        ('`["run"]`을(를)', '`["run"]`을'),
        ("`alpine:`은(는)", "`alpine:`은"),
        ("`}`은(는)", "`}`은(는)"),
        ("`app`이(가)", "`app`이"),
        ("WORKDIR은(는)", "WORKDIR은"),
        ("WORKDIR(으)로", "WORKDIR로"),
        ("`check`을(를)", "`check`를"),
        ("HEALTHCHECK을(를)", "HEALTHCHECK를"),
        ("`volume`과(와)", "`volume`과"),
    ],
)
def test_particles_follow_the_sound_of_the_word(text: str, expected: str) -> None:
    assert with_particles(text) == expected


CLIENT = Path(__file__).parent.parent / "client-vscode"


def test_the_extension_is_translated_whole_and_its_manifest_is_the_same_with_its_texts_put_in() -> None:
    sys.path.insert(0, str(CLIENT / "scripts"))
    translate = importlib.import_module("translate")
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    files = {name: json.loads(text) for name, text in translate.localized(manifest).items()}
    english = files["package.nls.json"]
    for path in (CLIENT / "l10n").glob("*.json"):
        assert files[f"package.nls.{path.stem}.json"].keys() == english.keys(), "a text is not translated"
    whole = json.dumps(files["package.json"])
    for key, text in english.items():
        whole = whole.replace(f'"%{key}%"', json.dumps(text))
    assert json.loads(whole) == manifest


def test_what_the_extension_says_by_itself_is_translated_whole() -> None:
    pairs = words_of_the_extension()
    code = "".join(path.read_text(encoding="utf-8") for path in CLIENT.glob("[sw]*/*.ts") if path.name != "words.ts")
    said = re.findall(r"(?<![.\w])(?:text|say|words|Told)\('([^'\n]+)'", code)
    assert len(said) > 60 and {*said} - {"en"} <= pairs.keys()
    for english, korean in pairs.items():
        assert f"'{english}'" in code and set(re.findall(r"\{\d\}", english)) == set(re.findall(r"\{\d\}", korean))


@pytest.mark.parametrize("path", sorted((CLIENT / "walkthrough").glob("*.nls.*.md")), ids=lambda path: path.name)
def test_a_translated_step_of_the_walkthrough_shows_the_code_of_the_english_one(path: Path) -> None:
    blocks = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    english = path.with_name(f"{path.name.partition('.')[0]}.md")
    assert blocks.findall(path.read_text(encoding="utf-8")) == blocks.findall(english.read_text(encoding="utf-8"))
