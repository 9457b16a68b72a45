"""The Markdown pages of the reference and of the rules, read on demand."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dockwright.findings.rule import by_name
from dockwright.findings.rule_pages import is_translated, readable
from dockwright.l10n import pages
from dockwright.semantics.state import PROXY_NAMES

_KEY = re.compile(r"[a-z]+(/[A-Za-z0-9_-]+){1,3}\Z")


@cache
def find(key: str, locale: str = "") -> str:
    """The page `key`, such as `instructions/RUN` or `rules/DL3008`; empty if there is none.

    If the language of `locale` has no such page, the English one is returned.
    """
    if not _KEY.match(key):
        return ""
    folder, _, name = key.partition("/")
    if folder == "rules":
        return rule(name, locale)
    if folder == "variables":
        return variable(name, locale)
    return _read(key, locale)


def variable(name: str, locale: str = "") -> str:
    """The page of a predefined variable; empty for others."""
    return _read(f"variables/{name.upper() if name in PROXY_NAMES else name}", locale)


@cache
def rule(name: str, locale: str = "") -> str:
    """The page of the rule with this name in any case; for a check that only BuildKit has, a description."""
    found = by_name().get(name.lower())
    if found:
        return readable(name, locale).strip()
    about = table("checks").get(name)
    return f"**{name}**: {about}\n\n[Reference](https://docs.docker.com/reference/build-checks/)" if about else ""


@cache
def title(name: str, locale: str = "") -> str:
    """What a rule is about, in a few words without markup."""
    known = "" if is_translated(name, locale) else table("checks").get(name)
    about: str = known or rule(name, locale).partition("\n")[0]
    return re.sub(r"`|^# | \([^()]*\)\Z", "", about)


@cache
def table(name: str) -> dict[str, Any]:
    """One of the tables of the reference, such as `ports`."""
    return tomllib.loads(files("dockwright.reference").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _read(key: str, locale: str) -> str:
    *folders, name = key.split("/")
    return pages.page(files("dockwright.reference").joinpath(*folders), name, locale).strip()
