"""The documentation pages of rules: our own, and those on the web."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dockwright.findings.rule import by_name
from dockwright.l10n import pages
from dockwright.l10n.catalogue import catalogue, known

_BLOCK = re.compile(r"^```(dockerfile fixed|files|toml|dockerignore|held)(?: +(\S+))?$", re.MULTILINE)
_TITLES = {
    "dockerfile fixed": "With its fixes:",
    "files": "In a build context with these files:",
    "toml": "With these settings:",
    "dockerignore": "With this `.dockerignore`:",
    "held": "Where `{}` holds this:",
}
_LANGUAGES = {"dockerfile fixed": "dockerfile", "files": "text", "toml": "toml", "dockerignore": "text", "held": "text"}


def page(name: str, locale: str = "") -> str:
    """The page of a rule by any of its names, in a language if it has one; empty if there is none."""
    where = _place(name)
    return pages.page(where.parent, where.stem, locale) if where else ""


def is_translated(name: str, locale: str) -> bool:
    """Whether the page of a rule exists in a language other than English."""
    where = _place(name)
    return where is not None and pages.translated(where.parent, where.stem, locale) != ""


def readable(name: str, locale: str = "") -> str:
    """The page of a rule with a readable line above each example block instead of the words for the tests."""
    texts = catalogue(locale)

    def titled(block: re.Match[str]) -> str:
        title = _TITLES[block[1]]
        said = (texts.say(title) if texts else title).format(block[2])
        return f"{said}\n\n```{_LANGUAGES[block[1]]}"

    text = _BLOCK.sub(titled, page(name, locale))
    return text.replace("<|>", "").replace("<|", "").replace("|>", "")


def path(name: str, locale: str = "") -> str:
    """The path of the page of a rule, by any of its names; empty if there is none."""
    where = _place(name)
    if where and is_translated(name, locale):
        where = where.with_name(f"{where.stem}.{known(locale)}.md")
    return str(where) if where else ""


def _place(name: str) -> Path | None:
    found = by_name().get(name.lower())
    return place(found.module) if found else None


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
