"""Write the tables of the page of all settings, `docs/settings.md`, from the classes that define them.

Each language has a page with prose of its own; descriptions are translated as in the extension (`client-vscode/l10n`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dockwright.config.choices import CHOICES
from dockwright.config.model import Engine, LabelKind, Profile
from dockwright.config.schema import file_settings, settings
from dockwright.findings.rule import all_rules

ROOT = Path(__file__).parent.parent
PAGES = {"en": ROOT / "docs" / "settings.md", "ko": ROOT / "docs" / "settings.ko.md"}
START, END = "<!-- Written by scripts/settings.py. -->", "<!-- The end of the tables. -->"
CHOSEN = {"Profiles": Profile, "Engines": Engine, "Kinds of labels": LabelKind}
WORDS = {
    "ko": {
        "Profiles": "프로필",
        "Engines": "빌드 엔진",
        "Kinds of labels": "레이블의 종류",
        "Groups": "그룹",
        "All settings": "모든 설정",
        "Only in files": "파일에만 적는 설정",
        "See [policy.md](policy.md).": "[policy.ko.md](policy.ko.md)를 참고하세요.",
        "setting": "설정",
        "default": "기본값",
        "meaning": "설명",
        "One of {}.": "{} 중 하나입니다.",
        "Settings files to extend, the last one wins: paths, or `package:NAME` for the file of a Python package.": (
            "이 파일이 이어받을 파일. 경로나, Python 패키지의 파일을 뜻하는 "
            "`package:NAME`을 적습니다. 나중에 적은 것이 우선합니다."
        ),
        "Rules and groups that nearer files, editors and comments cannot lower or configure differently.": (
            "더 가까운 파일, 에디터, 주석에서 수준을 낮추거나 설정을 바꿀 수 없는 규칙과 그룹."
        ),
        "Your own rules, by name; see docs/policy.md.": "이름별로 적은 직접 만든 규칙. docs/policy.ko.md를 참고하세요.",
    }
}

Say = Callable[[str], str]
"""A text in the language of a page."""


def main() -> None:
    for language, page in PAGES.items():
        page.write_text(written(language), encoding="utf-8")


def written(language: str = "en") -> str:
    """The page of a language, with the tables of today."""
    before, _, rest = PAGES[language].read_text(encoding="utf-8").partition(START)
    return f"{before}{START}\n\n{tables(_words(language))}\n\n{END}{rest.partition(END)[2]}"


def tables(say: Say) -> str:
    """All below the prose."""
    names = {name for rule in all_rules() for name in rule.names}
    groups = sorted({group for rule in all_rules() for group in rule.groups} - names)
    head = f"| {say('setting')} | {say('default')} | {say('meaning')} |\n|---|---|---|\n"
    rows = "\n".join(_row(name.removeprefix("dockwright."), shape, say) for name, shape in settings().items())
    policy = "\n".join(_row(name, shape, say) for name, shape in file_settings().items())
    parts = {title: "\n".join(_choices(kind, say)) for title, kind in CHOSEN.items()}
    parts |= {
        "Groups": "\n".join(f"- `{group}`: {_members(group)}" for group in groups),
        "All settings": head + rows,
        "Only in files": f"{say('See [policy.md](policy.md).')}\n\n{head}{policy}",
    }
    return "\n\n".join(f"## {say(title)}\n\n{part}" for title, part in parts.items())


def _words(language: str) -> Say:
    """The texts of a language; English where one is missing."""
    if language == "en":
        return str
    table = json.loads((ROOT / "client-vscode" / "l10n" / f"{language}.json").read_text(encoding="utf-8"))
    known = {**table, **WORDS[language]}
    return lambda text: known.get(text, text)


def _choices(kind: Any, say: Say) -> list[str]:
    return [f"- `{value}`: {say(words)}" for value, words in CHOICES[kind].items()]


def _members(group: str) -> str:
    return ", ".join(rule.code for rule in all_rules() if group in rule.groups)


def _row(name: str, shape: dict[str, Any], say: Say) -> str:
    given = ", ".join(f"`{value}`" for value in shape.get("enum", ()))
    default = f"`{json.dumps(shape['default'])}`" if "default" in shape else ""
    parts = [say(shape["description"]), *([say("One of {}.").format(given)] if given else [])]
    return f"| `{name}` | {default} | {' '.join(parts)} |"


if __name__ == "__main__":
    main()
