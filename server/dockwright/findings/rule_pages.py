"""The documentation pages of rules: our own, and those on the web."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dockwright.findings.rule import by_name

_BLOCK = re.compile(r"^```(dockerfile fixed|files|toml|dockerignore|held)(?: +(\S+))?$", re.MULTILINE)
_TITLES = {
    "dockerfile fixed": "With its fixes:",
    "files": "In a build context with these files:",
    "toml": "With these settings:",
    "dockerignore": "With this `.dockerignore`:",
    "held": "Where `{}` holds this:",
}
_LANGUAGES = {"dockerfile fixed": "dockerfile", "files": "text", "toml": "toml", "dockerignore": "text", "held": "text"}


def page(name: str) -> str:
    """The page of a rule by any of its names; empty if there is none."""
    found = by_name().get(name.lower())
    return place(found.module).read_text(encoding="utf-8") if found else ""


def readable(name: str) -> str:
    """The page of a rule with a readable line above each example block instead of the words for the tests."""
    text = _BLOCK.sub(lambda match: f"{_TITLES[match[1]].format(match[2])}\n\n```{_LANGUAGES[match[1]]}", page(name))
    return text.replace("<|>", "").replace("<|", "").replace("|>", "")


def path(name: str) -> str:
    """The path of the page of a rule, by any of its names; empty if there is none."""
    found = by_name().get(name.lower())
    return str(place(found.module)) if found else ""


def place(module: str) -> Path:
    """The path of the page of a module: next to it."""
    return Path(__file__).parents[2].joinpath(*module.split(".")).with_suffix(".md")


def title(text: str) -> str:
    """The heading of a page."""
    return text.partition("\n")[0].lstrip("# ").replace("`", "")


@cache
def url(code: str) -> str:
    """The URL of the documentation of another project's code; empty for our own, which the editor shows itself."""
    if code.startswith("SC"):
        return f"https://www.shellcheck.net/wiki/{code}"
    if code.startswith("DL"):
        return f"https://github.com/hadolint/hadolint/wiki/{code}"
    found = by_name().get(code.lower())
    if found and found.build_check == code:
        words = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]*|[A-Z]+", code)
        return f"https://docs.docker.com/reference/build-checks/{'-'.join(words).lower()}/"
    return ""
