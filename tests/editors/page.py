"""What docs/editors.md tells a reader to write: the very text is what the tests give to the editors."""

from __future__ import annotations

import json
import re
from typing import Any

from editors.tools import ROOT

PAGE = ROOT / "docs" / "editors.md"


def blocks(section: str, language: str) -> list[str]:
    """The fenced blocks of a language below a heading."""
    text = PAGE.read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n## {section}\n")
    assert rest, f"docs/editors.md has no section {section}"
    below = re.split(r"^## ", rest, flags=re.MULTILINE)[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)


def settings(section: str) -> Any:
    """The one JSON block below a heading."""
    (block,) = blocks(section, "json")
    return json.loads(block)
