"""The versions that a requirement allows, as package managers write them: `^20.11`, `~> 3.3`, `>=3.10,<4`."""

from __future__ import annotations

import re

Version = tuple[int, ...]
Range = tuple[Version, Version]
"""The first version that is in it, and the first after it that is not."""

ENDLESS: Version = (1_000_000,)
_TERM = re.compile(r"(~>|~=|===?|!=|>=|<=|>|<|\^|~)?\s*v?(\d+(?:\.\d+)*)((?:\.[xX*])*)\s*")
_HYPHEN = re.compile(r"\s*v?(\d+(?:\.\d+)*)\s+-\s+v?(\d+(?:\.\d+)*)\s*\Z")


def version(text: str) -> Version:
    """`3.12` as numbers."""
    return tuple(int(part) for part in text.split("."))


def after(found: Version) -> Version:
    """The first version behind all that begin with these numbers: 3.12 → 3.13."""
    return (*found[:-1], found[-1] + 1)


def allowed(requirement: str) -> tuple[Range, ...] | None:
    """The ranges of which a version has to be in one; None if the requirement is written in another way.

    Where package managers differ, the wider reading is taken: `8.1` allows all of 8.1.
    """
    found = [_all_of(choice) for choice in re.split(r"\s*\|\|?\s*", requirement.strip())]
    ranges = [one for one in found if one is not None]
    return tuple(ranges) if ranges and len(ranges) == len(found) else None


def _all_of(text: str) -> Range | None:
    hyphen = _HYPHEN.match(text)
    if hyphen:
        return version(hyphen[1]), after(version(hyphen[2]))
    low: Version = (0,)
    high = ENDLESS
    at, text = 0, text.replace(",", " ").strip()
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None or (term.end() < len(text) and text[term.end() - 1] not in " ,"):
            return None
        found = _term(term[1] or "", version(term[2]), bool(term[3]))
        low, high = max(low, found[0]), min(high, found[1])
        at = term.end()
    return (low, high) if text else None


def _term(operator: str, found: Version, wild: bool) -> Range:
    match operator:
        case ">=" | ">":
            return found, ENDLESS
        case "<":
            return (0,), found
        case "<=":
            return (0,), after(found)
        case "!=":
            return (0,), ENDLESS
        case "^":
            return found, after(found[:1]) if found[0] else after(found[:2])
        case "~>" | "~=":
            return found, after(found[:-1] if len(found) > 1 and not wild else found)
        case "~":
            return found, after(found[:2] if len(found) > 1 else found)
        case _:
            return found, after(found)


def meets(offered: Range, wanted: tuple[Range, ...]) -> bool:
    """Whether any version of one range is in any of the others."""
    return any(max(offered[0], low) < min(offered[1], high) for low, high in wanted)
