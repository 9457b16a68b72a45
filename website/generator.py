"""What Zensical is told for one language: addresses, navigation, words; `mkdocs.yml` holds what all have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from website import rule_index
from website.pages import LANGUAGES, SOURCE, Page, heading

HERE = Path(__file__).parent


def settings(pages: list[Page], language: str, texts: dict[str, Any], urls: dict[str, str]) -> dict[str, Any]:
    """The settings of a language, beside which its pages lie in `docs`."""
    own = "" if language == SOURCE else f"{language}/"
    back = "" if language == SOURCE else "../"
    return {
        "INHERIT": str(HERE / "mkdocs.yml"),
        "site_description": texts["description"],
        "site_url": f"{urls['Documentation'].rstrip('/')}/{own}",
        "docs_dir": "docs",
        "site_dir": "site",
        "copyright": f'<a href="{urls["Repository"]}">Dockwright</a>',
        "theme": {
            "language": language,
            "custom_dir": "theme",
            "palette": [
                _palette("light", "default", "lucide/sun", texts["dark"]),
                _palette("dark", "slate", "lucide/moon", texts["light"]),
            ],
        },
        "extra": {
            "alternate": [
                {"name": name, "lang": one, "link": f"{back}{'' if one == SOURCE else one + '/'}"}
                for one, name in LANGUAGES.items()
            ],
        },
        "nav": _navigation(pages, language, texts, urls["Repository"]),
    }


def _palette(preferred: str, scheme: str, icon: str, other: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": scheme,
        "toggle": {"icon": icon, "name": other},
    }


def _navigation(pages: list[Page], language: str, texts: dict[str, Any], repository: str) -> list[Any]:
    names = texts["nav"]

    def listed(section: str) -> list[Any]:
        return [{heading(page.translated(language)): page.at} for page in pages if page.section == section]

    families: dict[str, list[Any]] = {}
    for page in sorted((page for page in pages if page.rule), key=rule_index.family):
        name = rule_index.family(page)
        families.setdefault(texts["families"].get(name, name), []).append({heading(page.translated(language)): page.at})
    return [
        {names["home"]: "index.md"},
        {names["guide"]: listed("guide")},
        {names["rules"]: [rule_index.AT, *({name: rules} for name, rules in families.items())]},
        {names["settings"]: listed("settings")},
        {names["learn"]: listed("learn")},
        {names["repository"]: repository},
    ]
