"""The pages that explain rules."""

from __future__ import annotations

from pathlib import Path

from dockwright.rules.rule import by_name


def page(name: str) -> str:
    """The page of a rule under any of its names; empty where there is none."""
    found = by_name().get(name.lower())
    if found is None:
        return ""
    return (Path(__file__).parent / f"{found.module.rpartition('.')[2]}.md").read_text(encoding="utf-8")


def title(text: str) -> str:
    """The heading of a page."""
    return text.partition("\n")[0].lstrip("# ").replace("`", "")
