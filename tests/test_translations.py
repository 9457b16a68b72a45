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
from dockwright.l10n.catalogue import catalogue, template
from dockwright.l10n.korean import with_particles
from generated import script
from spoken import texts
from translated import said

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
        ("Nobody has written this sentence", "Nobody has written this sentence"),
    ],
)
def test_a_text_is_said_in_korean_where_that_is_known(english: str, korean: str) -> None:
    known = catalogue("ko-KR")
    assert known is not None
    assert known.say(english) == korean


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


def test_the_image_plan_is_translated_whole() -> None:
    table = (CLIENT / "src" / "words.ts").read_text(encoding="utf-8").partition("KOREAN")[2].partition("};")[0]
    pairs = re.findall(r"'([^'\n]+)':\s+'([^'\n]+)',", table)
    code = "".join(path.read_text(encoding="utf-8") for path in (CLIENT / "webview").glob("*.ts"))
    code += "".join((CLIENT / "src" / name).read_text(encoding="utf-8") for name in ("planView.ts", "rewritten.ts"))
    said = re.findall(r"\b(?:text|say|words)\('([^'\n]+)'", code)
    assert len(said) > 20 and {*said} - {"en"} <= {english for english, _ in pairs}
    for english, korean in pairs:
        assert f"'{english}'" in code and set(re.findall(r"\{\d\}", english)) == set(re.findall(r"\{\d\}", korean))


@pytest.mark.parametrize("path", sorted((CLIENT / "walkthrough").glob("*.nls.*.md")), ids=lambda path: path.name)
def test_a_translated_step_of_the_walkthrough_shows_the_code_of_the_english_one(path: Path) -> None:
    blocks = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    english = path.with_name(f"{path.name.partition('.')[0]}.md")
    assert blocks.findall(path.read_text(encoding="utf-8")) == blocks.findall(english.read_text(encoding="utf-8"))
