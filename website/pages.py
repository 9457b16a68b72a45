"""Which pages the site has, and of which files they are made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dockwright.findings.rule import Rule, all_rules
from dockwright.findings.rule_pages import place
from dockwright.l10n.pages import MARK

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LANGUAGES = {"en": "English", "ko": "한국어"}
SOURCE = "en"

GUIDE = ("editors", "ci", "context", "host-files", "explain", "plan", "policy", "agents", "hadolint", "inspect")
"""The pages of `docs/` that are read first, in this order; others follow."""
ELSEWHERE = ("settings",)
FOR_THE_PROJECT = ("release", "style")
"""Pages for those who work on Dockwright, who read them in the repository."""


class Page(NamedTuple):
    """A page of the site."""

    at: str
    """Its file below the folder of a language."""
    section: str
    source: Path
    """The file in English."""
    rule: Rule | None = None

    def translated(self, language: str) -> Path:
        """The file in a language; the English one if that is missing or stale."""
        return next((path for path in self._siblings(language) if _is_current(path)), self.source)

    def _siblings(self, language: str) -> Iterator[Path]:
        """`name.ko.md` beside the page, or the same name in a folder of the language."""
        yield self.source.with_suffix(f".{language}.md")
        if self.source.parent.name == SOURCE:
            yield self.source.parent.parent / language / self.source.name


def _is_current(path: Path) -> bool:
    mark = MARK.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return path.is_file() and not (mark and mark[2])


def all_pages() -> list[Page]:
    """Every page but the index of rules, in the order of the navigation."""
    return [Page("index.md", "home", ROOT / "README.md"), *_guide(), *_rules(), *_lessons()]


def heading(path: Path) -> str:
    """The heading of a page, as plain text, without the code of a rule."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return re.sub(r" \([\w-]+\)$", "", first.lstrip("# ").replace("`", ""))


def _guide() -> Iterator[Page]:
    known = {path.stem: path for path in sorted(DOCS.glob("*.md")) if "." not in path.stem}
    rest = [name for name in known if name not in (*GUIDE, *ELSEWHERE, *FOR_THE_PROJECT)]
    for name in (*GUIDE, *rest, *ELSEWHERE):
        yield Page(f"{name}.md", "settings" if name in ELSEWHERE else "guide", known[name])


def _rules() -> Iterator[Page]:
    for rule in all_rules():
        yield Page(f"rules/{rule.code}.md", "rules", place(rule.module), rule)


def _lessons() -> Iterator[Page]:
    folder = DOCS / "learn" / SOURCE
    yield Page("learn/index.md", "learn", folder / "README.md")
    for path in sorted(folder.glob("[0-9]*.md")):
        yield Page(f"learn/{path.name}", "learn", path)
