"""Suggestions for misspelled words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=256)
def similar(word: str, known: tuple[str, ...]) -> str:
    """The known word that was probably meant; empty if none is close."""
    from difflib import get_close_matches  # imported here because it is rarely needed

    return next(iter(get_close_matches(word, known, 1, 0.6)), "")


MOST_MISTAKES = 2


def mistyped(word: str, known: Iterable[str]) -> str:
    """The only known word that differs from this one by one or two mistakes of typing, or by its case; else empty.
    Words that differ by their numbers are other words.
    """
    plain = word.lower()
    most = min(MOST_MISTAKES, len(plain) // 3)
    near = {
        one: count
        for one in known
        if one != word
        and abs(len(one) - len(word)) <= most
        and _digits(one) == _digits(word)
        and (count := _mistakes(plain, one.lower())) <= most
    }
    best = [one for one, count in near.items() if count == min(near.values())]
    return best[0] if len(best) == 1 else ""


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _mistakes(one: str, other: str) -> int:
    """How many letters are missing, added, replaced, or swapped with the next one."""
    rows: list[list[int]] = [[*range(len(other) + 1)]]
    for at, letter in enumerate(one):
        above, row = rows[-1], [at + 1]
        for place, found in enumerate(other):
            count = min(row[place] + 1, above[place + 1] + 1, above[place] + (letter != found))
            if at and place and letter == other[place - 1] and one[at - 1] == found:
                count = min(count, rows[-2][place - 1] + 1)
            row.append(count)
        rows.append(row)
    return rows[-1][-1]
