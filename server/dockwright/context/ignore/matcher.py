"""Matches the parts of a pattern against whole paths, in polynomial time of a low degree."""

from __future__ import annotations

import re
from collections.abc import Callable

STAR, DEEP, ALL = "[^/]*", "(?:.*/)?", ".*"
"""The repetitions that wildcards are translated to."""
PLACES = {"b": r"(?a:\b)", "B": r"(?a:\B)", "A": r"\A", "z": r"\Z"}
"""Zero-width assertions."""
_MOST_BACKTRACKING = 3
_LONGEST_FOR_REGEX = 1024


def runner(atoms: list[str]) -> Callable[[str], bool]:
    """Return a function that matches the atoms against a whole path in bounded time."""
    runs = [index for index, atom in enumerate(atoms) if _is_repetition(atom)]
    pieces: list[str] = []
    backtracking = 0
    for position, index in enumerate(runs):
        start = 0 if position == 0 else runs[position - 1]
        if position == 0:
            pieces += atoms[:index]
        else:
            # A star before a fixed part and another star can match the shortest text without backtracking.
            lazy = atoms[start] == STAR and atoms[index] == STAR
            fixed = "".join(atoms[start + 1 : index])
            pieces.append(f"(?>{STAR}?{fixed})" if lazy else atoms[start] + fixed)
            backtracking += not lazy
    pieces += atoms[runs[-1] :] if runs else atoms
    backtracking += bool(runs)
    if any(atom in PLACES.values() for atom in atoms):
        # The simulation does not support assertions; no real pattern has them together with many stars.
        place = re.compile("".join(pieces), re.DOTALL).fullmatch
        return lambda path: backtracking <= _MOST_BACKTRACKING and place(path) is not None
    simulated = simulation(atoms)
    if backtracking > _MOST_BACKTRACKING:
        return simulated
    whole = re.compile("".join(pieces), re.DOTALL).fullmatch
    return lambda path: whole(path) is not None if len(path) <= _LONGEST_FOR_REGEX else simulated(path)


def _is_repetition(atom: str) -> bool:
    return atom in (STAR, DEEP, ALL) or (atom[0] == "[" and atom[-1] == "*")


def simulation(atoms: list[str]) -> Callable[[str], bool]:
    """Simulate an NFA with one bit per atom: time grows with the length of the path times that of the pattern."""
    one: list[Callable[[str], object]] = []
    loops = skips = 0
    for index, atom in enumerate(atoms):
        if atom in (DEEP, ALL):
            one.append(lambda char: True)
        else:
            one.append(re.compile(atom.removesuffix("*") if _is_repetition(atom) else atom, re.DOTALL).fullmatch)
        if _is_repetition(atom):
            loops |= 1 << index
            skips |= 1 << index
    deep = sum(1 << index for index, atom in enumerate(atoms) if atom == DEEP)
    goal = 1 << len(atoms)

    def close(states: int) -> int:
        while (more := states | ((states & skips) << 1)) != states:
            states = more
        return states

    def matches(path: str) -> bool:
        masks: dict[str, int] = {}
        # `inside` are the `(.*/)?` that have started: they end only after a slash.
        states, inside = close(1), 0
        for char in path:
            mask = masks.get(char)
            if mask is None:
                mask = masks[char] = sum(1 << index for index, test in enumerate(one) if test(char))
            inside = inside | (states & deep)
            taken = states & mask & ~deep
            moved = (taken & loops) | ((taken & ~loops) << 1)
            if char == "/":
                moved |= inside << 1
            states = close(moved)
            if not states and not inside:
                return False
        return bool(states & goal)

    return matches
