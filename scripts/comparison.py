"""Write the table of the READMEs that compares tools, from what `python -m benchmarks.comparison` measured."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "benchmarks" / "comparison"
READMES = {"en": ROOT / "README.md", "ko": ROOT / "README.ko.md"}
START, END = "<!-- Written by scripts/comparison.py. -->", "<!-- The end of the table. -->"
TOOLS = ("dockwright", "docker-langserver", "tally", "hadolint", "docker-language-server")
"""From left to right."""
SIZES = {"checks": "checks", "fixes": "checks", "hovers": "hover", "completions": "completion", "false_errors": "valid"}

ROWS: tuple[tuple[str, str, str], ...] = (
    ("checks", "Docker's {} build checks: found", "Docker 빌드 검사 {}개 중 찾아낸 것"),
    ("fixes", "... with a quick fix", "... 그중 빠른 수정이 있는 것"),
    ("false_errors", "False errors in {} valid files", "올바른 파일 {}개에서 잘못 보고한 오류"),
    ("after_an_error", "Checks go on after a syntax error", "구문 오류 뒤에도 계속 검사"),
    ("hovers", "Hover: words explained, of {}", "호버 설명, {}곳 중"),
    ("completions", "Completion: places served, of {}", "자동 완성, {}곳 중"),
    ("navigation", "Other editor features, of {}", "그 밖의 에디터 기능, {}가지 중"),
    ("command_line", "On the command line", "명령줄에서 사용"),
    ("without_docker", "Works without Docker", "Docker 없이 동작"),
    ("license", "License", "라이선스"),
)
WORDS = {
    "en": {"": "", True: "yes", False: "no", None: "–", "by Docker": "by Docker"},
    "ko": {"": "", True: "예", False: "아니요", None: "–", "by Docker": "Docker가 검사"},
}
NOTE = {
    "en": """\
Measured by `python -m benchmarks.comparison` on files written for it, with the settings that each tool comes with: {}.
docker-language-server is not in any package registry and was not run; its column follows its own repository.""",
    "ko": """\
`python -m benchmarks.comparison`이 이 비교를 위해 작성한 파일로, 각 도구의 기본 설정에서 측정한 값입니다({}).
docker-language-server는 패키지 저장소에 없어 실행하지 않았으며, 공개된 소스 저장소의 내용을 옮겼습니다.""",
}


def main() -> None:
    for language, path in READMES.items():
        path.write_text(written(language), encoding="utf-8")


def written(language: str) -> str:
    """The README of a language with its table."""
    text = READMES[language].read_text(encoding="utf-8")
    return re.sub(f"(?<={re.escape(START)}\n).*(?={re.escape(END)})", lambda _: table(language), text, flags=re.DOTALL)


def table(language: str) -> str:
    """The table and the note below it."""
    measured = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
    read = json.loads((HERE / "read.json").read_text(encoding="utf-8"))
    facts = {tool: _measured(row) for tool, row in measured.items()} | {tool: _read(row) for tool, row in read.items()}
    rows = [
        [_name(language, key, *names), *(_cell(language, facts[tool].get(key)) for tool in TOOLS)]
        for key, *names in ROWS
    ]
    rows[:0] = [["", *(f"**{tool}**" if tool == TOOLS[0] else tool for tool in TOOLS)], ["---", *["---"] * len(TOOLS)]]
    versions = ", ".join(f"{tool} {measured[tool]['version']}" for tool in TOOLS if tool in measured)
    lines = "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)
    return f"\n{lines}\n\n{NOTE[language].format(versions)}\n\n"


def _measured(row: dict[str, Any]) -> dict[str, Any]:
    """What can be counted as a number. All were asked where no Docker was; only a server is asked as one."""
    counted = {key: len(value) if isinstance(value, list) else value for key, value in row.items()}
    if not row["navigation"]:  # it has no server
        counted |= dict.fromkeys(("fixes", "hovers", "completions", "navigation"))
    return counted | {"without_docker": True}


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value["value"] if isinstance(value, dict) else value for key, value in row.items()}


def _name(language: str, key: str, english: str, korean: str) -> str:
    samples = tomllib.loads((HERE / "samples.toml").read_text(encoding="utf-8"))
    size = len(samples["navigation"]["asks"]) if key == "navigation" else len(samples[SIZES.get(key, "valid")])
    return (english if language == "en" else korean).format(size)


def _cell(language: str, value: Any) -> str:
    if isinstance(value, bool | str | None):
        return WORDS[language].get(value, str(value))
    return str(value)


if __name__ == "__main__":
    main()
