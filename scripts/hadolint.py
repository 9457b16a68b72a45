"""Write the table of differences in `docs/hadolint.md` from the tables of expected differences in the tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "hadolint.md"
_TABLES = ("hadolint_differences.toml", "hadolint_input_differences.toml")
_SIDES = {"missed": "reports it", "beyond": "does not"}
_HEAD = "|---|---|---|\n"


def written() -> str:
    """The page with the generated table; each reason once."""
    rows: dict[tuple[str, str], list[str]] = {}
    for name in _TABLES:
        table = tomllib.loads((ROOT / "tests" / "rules" / name).read_text(encoding="utf-8"))
        for side, said in _SIDES.items():
            for entry in (entry for entry in table[side] if "only" not in entry):
                rows.setdefault((said, entry["why"]), []).extend(entry["rules"])
    lines = [f"| {' '.join(sorted(set(codes)))} | {said} | {why} |\n" for (said, why), codes in rows.items()]
    head = PAGE.read_text(encoding="utf-8").partition(_HEAD)[0]
    return head + _HEAD + "".join(sorted(lines))


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
