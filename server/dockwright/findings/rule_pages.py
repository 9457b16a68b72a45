"""The pages that explain rules."""

from __future__ import annotations

from pathlib import Path

from dockwright.findings.rule import by_name


def page(name: str) -> str:
    """The page of a rule under any of its names; empty where there is none."""
    found = by_name().get(name.lower())
    return place(found.module).read_text(encoding="utf-8") if found else ""


def path(name: str) -> str:
    """Where the page of a rule lies, under any of its names; empty where there is none."""
    found = by_name().get(name.lower())
    return str(place(found.module)) if found else ""


def place(module: str) -> Path:
    """Where the page of a module lies: beside it."""
    return Path(__file__).parents[2].joinpath(*module.split(".")).with_suffix(".md")


def title(text: str) -> str:
    """The heading of a page."""
    return text.partition("\n")[0].lstrip("# ").replace("`", "")
