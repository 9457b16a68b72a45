"""`.gitignore` patterns, matched exactly as git does, in polynomial time of a low degree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dockwright.context.ignore.matcher import ALL, DEEP, STAR, runner
from dockwright.frozen import frozen
from dockwright.lazy import pattern

MOST_ODD = 100_000
"""Maximum number of characters of wildcard patterns that are compiled, exceeded only by hostile input."""
_SPECIAL = pattern(r"[*?\[\\]")
_TRAILING = pattern(r"(?:[^\\ ]|\\.|\\\Z| +(?=[^ ]))*", 16)  # re.DOTALL
_CLASSES = {"alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r"\t ", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9"}
_CLASSES |= {"graph": "!-~", "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\t\n\v\f\r "}
_CLASSES |= {"upper": "A-Z", "xdigit": "0-9A-Fa-f"}


@frozen
class _Line:
    """One pattern: its matches are ignored, or with `!` not ignored."""

    exception: bool
    of_folders: bool
    """Whether it matches only folders."""


class Lines:
    """The lines of one file, applied to paths below its folder."""

    def __init__(self, text: str) -> None:
        self.cut = False
        """Whether it has more lines than the limit."""
        self._lines: list[_Line] = []
        self._plain: dict[str, list[int]] = {}
        """The lines by literal path, with a leading slash, or by literal name."""
        self._odd: list[tuple[int, bool, Callable[[str], bool]]] = []
        """Lines with wildcards, last first, and whether they match a name."""
        odd = 0
        for written in _patterns(text):
            line = _Line(written.startswith("!"), written.endswith("/"))
            body = _bytes(written[line.exception :].removesuffix("/"))
            is_name = "/" not in body
            body = body.removeprefix("/")
            self._lines.append(line)
            if _SPECIAL.search(body) is None:
                self._plain.setdefault(body if is_name else f"/{body}", []).append(len(self._lines) - 1)
                continue
            odd += len(body)
            atoms = list(_atoms(body)) if odd <= MOST_ODD else []
            if None not in atoms:
                matches = _when_asked([atom for atom in atoms if atom is not None])
                self._odd.append((len(self._lines) - 1, is_name, matches))
        self._odd.reverse()
        self.cut = odd > MOST_ODD

    def ignores(self, path: str, folder: bool) -> bool | None:
        """Whether a file or folder itself is ignored; None if no line matches it."""
        path = _bytes(path)
        name = path.rpartition("/")[2]
        best = -1
        for key in (name, f"/{path}"):
            for index in reversed(self._plain.get(key, ())):
                if folder or not self._lines[index].of_folders:
                    best = max(best, index)
                    break
        for index, is_name, matches in self._odd:
            if index < best:
                break
            if (folder or not self._lines[index].of_folders) and matches(name if is_name else path):
                best = index
                break
        return None if best < 0 else not self._lines[best].exception


def _patterns(text: str) -> Iterator[str]:
    for line in text.removeprefix("\ufeff").split("\n"):
        if line and line[0] != "#":
            found = _TRAILING.match(line.removesuffix("\r"))
            if found and found[0]:
                yield found[0]


def _bytes(text: str) -> str:
    """A text with one character for each of its bytes."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def _when_asked(atoms: list[str]) -> Callable[[str], bool]:
    made: list[Callable[[str], bool]] = []

    def matches(path: str) -> bool:
        if not made:
            made.append(runner(atoms))
        return made[0](path)

    return matches


def _atoms(body: str) -> Iterator[str | None]:
    """The parts of a pattern for `matcher.runner`; contains None if the pattern matches nothing."""
    at = 0
    while at < len(body):
        char = body[at]
        if char == "*":
            end = at
            while body.startswith("*", end):
                end += 1
            whole = end - at > 1 and (at == 0 or body[at - 1] == "/")
            if whole and body.startswith(("/", "\\/"), end):
                yield DEEP
                at = body.index("/", end) + 1
            else:
                yield ALL if whole and end == len(body) else STAR
                at = end
        elif char == "[":
            atom, at = _class(body, at)
            yield atom
        elif char == "\\":
            yield re.escape(body[at + 1]) if at + 1 < len(body) else None
            at += 2
        else:
            yield "[^/]" if char == "?" else re.escape(char)
            at += 1


def _class(body: str, at: int) -> tuple[str | None, int]:
    """A character class as a regular expression, and its end; None if it is unclosed or names an unknown class."""
    at += 1
    negated = body[at : at + 1] in ("!", "^")
    at += negated
    inside, low, first = "", "", True
    while first or body[at : at + 1] != "]":
        first = False
        char = body[at : at + 1]
        if char == "[" and body[at + 1 : at + 2] == ":":
            end = body.find("]", at + 2)
            if end < 0:
                return None, len(body)
            if body[end - 1] == ":" and end - 1 > at + 1:
                named = _CLASSES.get(body[at + 2 : end - 1])
                if named is None:
                    return None, len(body)
                inside, low, at = inside + named, "", end + 1
                continue
        if char == "-" and low and body[at + 1 : at + 2] not in ("", "]"):
            at += 1 + (body[at + 1] == "\\")
            high = body[at : at + 1]
            if low <= high:
                inside += f"{re.escape(low)}-{re.escape(high)}"
            low = ""
        else:
            at += char == "\\"
            low = body[at : at + 1]
            inside += re.escape(low)
        if at >= len(body):
            return None, at
        at += 1
    if not inside:
        return ("[^/]" if negated else "(?!)"), at + 1
    return f"(?!/)[{'^' if negated else ''}{inside}]", at + 1
