"""One pattern of an ignore file, matched as the builder does: Go's `filepath.Match` syntax and `**`, on whole paths.

The builder converts a pattern to a regular expression with a few quirks (it replaces wildcards inside character
classes, too). This module builds the same tokens and matches them in polynomial time of a low degree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dockwright.context.ignore.matcher import ALL, DEEP, PLACES, runner
from dockwright.frozen import frozen
from dockwright.lazy import pattern

BAD = "syntax error in pattern"

_ESCAPED_CLASSES = {"d": r"[0-9]", "D": r"[^0-9]", "w": r"[0-9A-Za-z_]", "W": r"[^0-9A-Za-z_]"}
_ESCAPED_CLASSES |= {"s": r"[\t\n\f\r ]", "S": r"[^\t\n\f\r ]"}
_ESCAPED_LETTERS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CODE = pattern(r"\\x(?:([0-9A-Fa-f]{2})|\{(0*[0-9A-Fa-f]{1,5})\})|\\(0[0-7]{0,2}|[1-7][0-7]{1,2})")
_CATEGORY = pattern(r"\\([pP][LN])")
_CATEGORIES = {"pL": r"[^\W\d_]", "PL": r"[\W\d_]", "pN": r"\d", "PN": r"\D"}
_POSIX_CLASS = pattern(r"\[:(\^?\w*):\]")
_SPECIAL = pattern(r"[*?\[\]\\]")
_REGEX_MEANING = ".+()$"
"""The characters that the builder escapes. `|`, `{` and `}` are meant to be escaped, too, but a lookup table in Go is
too small."""
_POSIX = {"alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": "\\x00-\\x7f", "blank": "\\t ", "digit": "0-9"}
_POSIX |= {"cntrl": "\\x00-\\x1f\\x7f", "upper": "A-Z", "lower": "a-z", "word": "0-9A-Za-z_", "print": " -~"}
_POSIX |= {"graph": "!-~", "space": "\\t\\n\\v\\f\\r ", "punct": "!-/:-@\\[-`{-~", "xdigit": "0-9A-Fa-f"}
_OR = "|"


@frozen
class Pattern:
    """A cleaned pattern without `!`: its kind, and a function that tests a path."""

    text: str
    kind: str
    """`exact`, `prefix` (ends in `/**`), `suffix` (starts with `**`), `regex`, or `bad`."""
    matches: Callable[[str], bool]


def compile_pattern(text: str) -> Pattern:
    """Compile a cleaned pattern; an invalid one has the kind `bad` and matches nothing."""
    start = 3 if text.startswith("**/") else 0
    if len(text) > start and _SPECIAL.search(text, start) is None:
        return _plain(text, "suffix" if start else "exact")  # the common case
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
    return Pattern(text, kind, _when_asked(_alternatives(tokens)))


def _plain(text: str, kind: str) -> Pattern:
    if kind == "exact":
        return Pattern(text, kind, text.__eq__)
    end = text[2:]
    whole = end[1:] if end.startswith("/") else None
    return Pattern(text, kind, lambda path: path.endswith(end) or path == whole)


def _alternatives(tokens: list[str]) -> list[list[str]]:
    """The expression split at `|`: only the first part is anchored at the start of a path, and only the last at the
    end.
    """
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == _OR:
            parts[-1].append(ALL)
            parts.append([ALL])
        else:
            parts[-1].append(token)
    return parts


def _when_asked(alternatives: list[list[str]]) -> Callable[[str], bool]:
    """Compile the runner on first use: many ignore files are read, and few are applied."""
    made: list[Callable[[str], bool]] = []

    def matches(path: str) -> bool:
        if not made:
            made.extend(map(runner, alternatives))
        return any(each(path) for each in made)

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
    """The end of the class character at `at`; 0 if it is not allowed or the pattern ends with it."""
    if at >= len(pattern) or pattern[at] in "-]":
        return 0
    at += 2 if pattern[at] == "\\" else 1
    return at if at < len(pattern) else 0


def _tokens(pattern: str) -> tuple[list[str] | None, str]:
    """The parts of the regular expression, and the kind of match; no parts if the expression is invalid."""
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
    """The Go expression as Python atoms: single characters, classes, or one of the three repetitions."""
    atoms: list[str] = []
    at = 0
    while at < len(go):
        for ours, theirs in ((DEEP, "(.*/)?"), (ALL, ".*")):
            if go.startswith(theirs, at):
                atoms.append(ours)
                at += len(theirs)
                break
        else:
            if go[at] == "[":
                parsed: tuple[str | None, int] | None = _class(go, at)
            elif go[at] == "|":
                parsed = _OR, at + 1
            elif go.startswith("\\Q", at):
                end = go.find("\\E", at)
                # an unclosed group includes the anchor at the end of the expression
                atoms += map(re.escape, go[at + 2 : end] if end >= 0 else go[at + 2 :] + "$")
                atoms += [ALL] if end < 0 else []
                at = end + 2 if end >= 0 else len(go)
                continue
            elif go[at] == "\\" and (coded := _CODE.match(go, at)) is not None:
                parsed = (
                    re.escape(chr(int(coded[1] or coded[2], 16) if coded[3] is None else int(coded[3], 8))),
                    coded.end(),
                )
            elif go[at] == "\\" and (letters := _CATEGORY.match(go, at)) is not None:
                parsed = _CATEGORIES[letters[1]], letters.end()
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
    if char in PLACES:
        return PLACES[char]
    if char in _ESCAPED_LETTERS:
        return re.escape(_ESCAPED_LETTERS[char])
    return None if not char or (char.isascii() and char.isalnum()) or not char.isascii() else re.escape(char)


def _class(go: str, start: int) -> tuple[str, int] | None:
    """A Go character class as a Python one, and its end."""
    at = start + 1
    negated = go.startswith("^", at)
    at += negated
    inside: list[str] = []
    first = True
    while first or not go.startswith("]", at):
        named = _POSIX_CLASS.match(go, at)
        if named is not None:
            if named[1] not in _POSIX:
                return None
            inside.append(_POSIX[named[1]])
            at, first = named.end(), False
            continue
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
