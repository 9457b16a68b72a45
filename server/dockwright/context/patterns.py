"""One pattern of an ignore file, matched as the builder does: Go's `filepath.Match` syntax and `**`, on whole paths.

The builder turns a pattern into a regular expression with a few quirks (a class is not seen as one while wildcards are
replaced). We build the same tokens, and run them so that no pattern takes more than polynomial time of a low degree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dockwright.frozen import frozen
from dockwright.lazy import pattern

BAD = "syntax error in pattern"

_ESCAPED_CLASSES = {"d": r"[0-9]", "D": r"[^0-9]", "w": r"[0-9A-Za-z_]", "W": r"[^0-9A-Za-z_]"}
_ESCAPED_CLASSES |= {"s": r"[\t\n\f\r ]", "S": r"[^\t\n\f\r ]"}
_ESCAPED_LETTERS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SPECIAL = pattern(r"[*?\[\]\\]")
_REGEX_MEANING = ".+()|{}$"
_STAR, _DEEP, _ALL = "[^/]*", "(?:.*/)?", ".*"
_MOST_BACKTRACKING = 3
_LONGEST_FOR_REGEX = 1024


@frozen
class Pattern:
    """A cleaned pattern without its `!`: how it matches, and the function that says whether it matches a path."""

    text: str
    kind: str
    """`exact`, `prefix` (ends in `/**`), `suffix` (starts with `**`), `regex`, or `bad`."""
    matches: Callable[[str], bool]


def compile_pattern(text: str) -> Pattern:
    """The matcher of a cleaned pattern; a bad one has the kind `bad` and matches nothing."""
    start = 3 if text.startswith("**/") else 0
    if len(text) > start and _SPECIAL.search(text, start) is None:
        return _plain(text, "suffix" if start else "exact")  # most are
    if not has_valid_syntax(text):
        return Pattern(text, "bad", lambda path: False)
    tokens, kind = _tokens(text)
    if kind == "prefix":
        before = text[:-2]
        return Pattern(text, kind, lambda path: path.startswith(before))
    if kind in ("exact", "suffix"):
        return _plain(text, kind)
    if tokens is None:
        return Pattern(text, "bad", lambda path: False)
    return Pattern(text, kind, _when_asked(tokens))


def _plain(text: str, kind: str) -> Pattern:
    if kind == "exact":
        return Pattern(text, kind, text.__eq__)
    end = text[2:]
    whole = end[1:] if end.startswith("/") else None
    return Pattern(text, kind, lambda path: path.endswith(end) or path == whole)


def _when_asked(tokens: list[str]) -> Callable[[str], bool]:
    """The runner, made when the first path is to be matched: many files are read, and few are applied."""
    made: list[Callable[[str], bool]] = []

    def matches(path: str) -> bool:
        if not made:
            made.append(_runner(tokens))
        return made[0](path)

    return matches


def has_valid_syntax(pattern: str) -> bool:
    """Whether Go's `filepath.Match` accepts the pattern: classes closed, no dangling backslash or dash."""
    at, end = 0, len(pattern)
    while at < end:
        char = pattern[at]
        at += 1
        if char == "\\":
            if at == end:
                return False
            at += 1
        elif char == "[":
            at += pattern.startswith("^", at)
            ranges = 0
            while not (pattern.startswith("]", at) and ranges):
                at = _class_char(pattern, at)
                if at and pattern.startswith("-", at):
                    at = _class_char(pattern, at + 1)
                if not at:
                    return False
                ranges += 1
            at += 1
    return True


def _class_char(pattern: str, at: int) -> int:
    """Where the character of a class at `at` ends; 0 when none may stand there or the pattern ends with it."""
    if at >= len(pattern) or pattern[at] in "-]":
        return 0
    at += 2 if pattern[at] == "\\" else 1
    return at if at < len(pattern) else 0


def _tokens(pattern: str) -> tuple[list[str] | None, str]:
    """The pieces of the regular expression, and the kind of match; no pieces when the expression is not valid."""
    regex: list[str] = []
    kind, at, step, end = "exact", 0, 0, len(pattern)
    while at < end:
        char = pattern[at]
        at += 1
        if char == "*" and pattern.startswith("*", at):
            at += 1
            at += pattern.startswith("/", at)
            if at < end:
                regex.append("(.*/)?")
                kind = "regex"
            elif kind == "exact":
                kind = "prefix"
            else:
                regex.append(".*")
                kind = "regex"
            if step == 0:
                kind = "suffix"
        elif char == "*" or char == "?":
            regex.append("[^/]*" if char == "*" else "[^/]")
            kind = "regex"
        elif char in _REGEX_MEANING:
            regex.append("\\" + char)
        elif char == "\\":
            regex.append("\\" + pattern[at : at + 1])
            at += 1
            kind = "regex"
        else:
            regex.append(char)
            if char in "[]":
                kind = "regex"
        step += 1
    return (_atoms("".join(regex)) if kind == "regex" else []), kind


def _atoms(go: str) -> list[str] | None:
    """The Go expression as atoms of Python: one character or class each, or one of the three repetitions."""
    atoms: list[str] = []
    at = 0
    while at < len(go):
        for ours, theirs in ((_DEEP, "(.*/)?"), (_ALL, ".*")):
            if go.startswith(theirs, at):
                atoms.append(ours)
                at += len(theirs)
                break
        else:
            if go[at] == "[":
                parsed: tuple[str | None, int] | None = _class(go, at)
            elif go[at] == "\\":
                parsed = _escape(go[at + 1 : at + 2]), at + 2
            else:
                parsed = ("(?!)" if go[at] == "^" and at else "" if go[at] == "^" else re.escape(go[at])), at + 1
            if parsed is None or parsed[0] is None:
                return None
            atom, at = parsed[0], parsed[1]
            if go.startswith("*", at):
                atom += "*"
                at += 1
            if atom:
                atoms.append(atom)
    return atoms


def _escape(char: str) -> str | None:
    if char in _ESCAPED_CLASSES:
        return _ESCAPED_CLASSES[char]
    if char in _ESCAPED_LETTERS:
        return re.escape(_ESCAPED_LETTERS[char])
    return None if not char or (char.isascii() and char.isalnum()) or not char.isascii() else re.escape(char)


def _class(go: str, start: int) -> tuple[str, int] | None:
    """A character class of Go as one of Python, and where it ends."""
    at = start + 1
    negated = go.startswith("^", at)
    at += negated
    inside: list[str] = []
    first = True
    while first or not go.startswith("]", at):
        low, at = _class_item(go, at)
        if low is None:
            return None
        if len(low) == 1 and go.startswith("-", at) and not go.startswith("-]", at):
            high, at = _class_item(go, at + 1)
            if high is None or len(high) != 1 or high < low:
                return None
            inside.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            inside.append(re.escape(low) if len(low) == 1 else low[1:-1])
        first = False
    return f"[{'^' if negated else ''}{''.join(inside)}]", at + 1


def _class_item(go: str, at: int) -> tuple[str | None, int]:
    if at >= len(go):
        return None, at
    if go[at] != "\\":
        return go[at], at + 1
    char = go[at + 1 : at + 2]
    if char in "dws" and char:
        return _ESCAPED_CLASSES[char], at + 2
    if char in _ESCAPED_LETTERS:
        return _ESCAPED_LETTERS[char], at + 2
    return (char if char and not char.isalnum() else None), at + 2


def _runner(atoms: list[str]) -> Callable[[str], bool]:
    """A function that matches the atoms against a whole path in bounded time."""
    runs = [index for index, atom in enumerate(atoms) if _is_repetition(atom)]
    pieces: list[str] = []
    backtracking = 0
    for position, index in enumerate(runs):
        start = 0 if position == 0 else runs[position - 1]
        if position == 0:
            pieces += atoms[:index]
        else:
            # A star before a fixed piece before another star may take the first place that fits and never look back.
            lazy = atoms[start] == _STAR and atoms[index] == _STAR
            fixed = "".join(atoms[start + 1 : index])
            pieces.append(f"(?>{_STAR}?{fixed})" if lazy else atoms[start] + fixed)
            backtracking += not lazy
    pieces += atoms[runs[-1] :] if runs else atoms
    backtracking += bool(runs)
    simulated = _simulation(atoms)
    if backtracking > _MOST_BACKTRACKING:
        return simulated
    whole = re.compile("".join(pieces), re.DOTALL).fullmatch
    return lambda path: whole(path) is not None if len(path) <= _LONGEST_FOR_REGEX else simulated(path)


def _is_repetition(atom: str) -> bool:
    return atom in (_STAR, _DEEP, _ALL) or (atom[0] == "[" and atom[-1] == "*")


def _simulation(atoms: list[str]) -> Callable[[str], bool]:
    """All ways at once, one bit an atom: time grows with the path's length times the pattern's, whatever they are."""
    one: list[Callable[[str], object]] = []
    loops = skips = 0
    for index, atom in enumerate(atoms):
        if atom in (_DEEP, _ALL):
            one.append(lambda char: True)
        else:
            one.append(re.compile(atom.removesuffix("*") if _is_repetition(atom) else atom, re.DOTALL).fullmatch)
        if _is_repetition(atom):
            loops |= 1 << index
            skips |= 1 << index
    deep = sum(1 << index for index, atom in enumerate(atoms) if atom == _DEEP)
    goal = 1 << len(atoms)

    def close(states: int) -> int:
        while (more := states | ((states & skips) << 1)) != states:
            states = more
        return states

    def matches(path: str) -> bool:
        masks: dict[str, int] = {}
        # `inside` are the `(.*/)?` that have begun: they end only after a slash.
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
