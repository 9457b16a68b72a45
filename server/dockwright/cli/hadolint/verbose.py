"""Prints the effective settings as hadolint does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.cli.hadolint.settings import LEVELS, Settings


def told(settings: Settings, place: str) -> str:
    """The configuration file, and all settings, one per line."""
    used = (
        f'"Configuration file used: {place}"'
        if place
        else '"No configuration was specified. Using default configuration"'
    )
    return "".join(f"{line}\n" for line in (used, "Configuration:", *_lines(settings)))


def _lines(settings: Settings) -> Iterator[str]:
    threshold = "ignore" if settings.threshold == "none" else settings.threshold or "info"
    yield f"  no fail: {settings.no_fail}"
    yield f"  no color: {settings.no_color}"
    yield from _list("output format", settings.formats)
    yield f"  failure threshold: {threshold}"
    for level, codes in zip(LEVELS, settings.levels, strict=True):
        yield from _list(f"override {level}", (f'"{code}"' for code in codes))
    yield from _list("override ignore", (f'"{code}"' for code in settings.ignored))
    yield f"  strict labels: {settings.strict_labels}"
    yield from _list("label schema", (f"{name}: {kind}" for name, kind in sorted(settings.labels)))
    yield f"  disable ignore pragma: {settings.no_pragmas}"
    yield from _list("allowed registries", (f"- {name}" for name in sorted(set(settings.registries))))


def _list(name: str, items: Iterable[str]) -> Iterator[str]:
    yield f"  {name}:"
    yield from [f"    - {item}" for item in items] or ["    none"]
