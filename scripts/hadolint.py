"""Write the table of differences in `docs/hadolint.md` from the tables of expected differences in the tests.

Each language has a page with prose of its own; the reasons are translated in `docs/<language>/hadolint.toml`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = {"en": ROOT / "docs" / "hadolint.md", "ko": ROOT / "docs" / "hadolint.ko.md"}
START, END = "<!-- Written by scripts/hadolint.py. -->", "<!-- The end of the table. -->"
HEADS = {
    "en": "| codes | hadolint | why this differs |\n|---|---|---|\n",
    "ko": "| 코드 | hadolint | 다른 이유 |\n|---|---|---|\n",
}
_TABLES = ("hadolint_differences.toml", "hadolint_input_differences.toml")
_SIDES = {
    "en": {"missed": "reports it", "beyond": "does not"},
    "ko": {"missed": "보고합니다", "beyond": "보고하지 않습니다"},
}


def written(language: str = "en") -> str:
    """The page of a language with the generated table; each reason once."""
    translated = ROOT / "docs" / language / "hadolint.toml"
    reasons = tomllib.loads(translated.read_text(encoding="utf-8")) if translated.is_file() else {}
    rows: dict[tuple[str, str], list[str]] = {}
    for name in _TABLES:
        table = tomllib.loads((ROOT / "tests" / "rules" / name).read_text(encoding="utf-8"))
        for side, said in _SIDES[language].items():
            for entry in (entry for entry in table[side] if "only" not in entry):
                rows.setdefault((said, reasons.get(entry["why"], entry["why"])), []).extend(entry["rules"])
    lines = [f"| {' '.join(sorted(set(codes)))} | {said} | {why} |\n" for (said, why), codes in rows.items()]
    before, _, rest = PAGES[language].read_text(encoding="utf-8").partition(START)
    return f"{before}{START}\n\n{HEADS[language]}{''.join(sorted(lines))}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    for one, page in PAGES.items():
        page.write_text(written(one), encoding="utf-8")
