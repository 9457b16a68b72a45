"""Reads ignore files (`.dockerignore` and variants) as BuildKit does, and finds the line that decides about a path."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from dockwright.context.ignore.patterns import BAD, compile_pattern
from dockwright.frozen import field, frozen

LONGEST_LINE = 65_535
MOST_ODD = 100_000
"""Maximum number of characters of wildcard patterns that are compiled, exceeded only by hostile input."""
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_BLANKS += "\u2028\u2029\u202f\u205f\u3000"


@frozen
class Rule:
    """A line of an ignore file with a pattern."""

    line: int
    """From 0."""
    text: str
    """The line as written, without its line end."""
    pattern: str
    """Cleaned as the builder does, without `!`."""
    exception: bool
    error: str
    """Why the builder rejects it; empty if it does not."""
    kind: str
    matches: Callable[[str], bool] = field(compare=False)


@frozen
class IgnoreFile:
    """The rules of one file, in order; the last one that matches a path or a folder above it decides."""

    path: str
    rules: tuple[Rule, ...]
    end: tuple[int, int] = (0, 0)
    """The line and column of the end of the text."""
    cut: str = ""
    """Why not all lines were read, so that none may be applied; else empty."""

    @property
    def error(self) -> str:
        """Why the build fails with this file; empty if it does not."""
        return next((f"line {rule.line + 1}: {rule.error}" for rule in self.rules if rule.error), "")

    @property
    def has_exceptions(self) -> bool:
        return any(rule.exception for rule in self.rules)

    def decide(self, path: str) -> Rule | None:
        """The rule that decides about a path, relative to the context with `/` as separator; None if none matches."""
        return Decider(self).rule(path)

    def ignores(self, path: str) -> bool:
        rule = self.decide(path)
        return rule is not None and not rule.exception


class Decider:
    """Decides about many paths, and caches the results for their folders."""

    def __init__(self, ignore: IgnoreFile) -> None:
        self._rules = ignore.rules
        self.cut = ignore.cut
        """Why there are more lines than the limit."""
        self._folders: dict[str, int] = {"": -1}
        self._exact: dict[str, int] = {}
        self._names: dict[str, int] = {}
        others: list[tuple[int, Callable[[str], bool]]] = []
        for index, rule in enumerate(ignore.rules):
            name = rule.pattern[3:]
            if rule.kind == "exact":
                self._exact[rule.pattern] = index
            elif rule.kind == "suffix" and rule.pattern.startswith("**/") and name and "/" not in name:
                self._names[name] = index
            elif rule.kind != "bad":
                others.append((index, rule.matches))
        self._others = tuple(reversed(others))
        self.trials = len(others)
        """Maximum number of lines that are tested per path: all but those that are literal names."""

    def rule(self, path: str) -> Rule | None:
        index = self._index(path)
        return self._rules[index] if index >= 0 else None

    def ignored(self, paths: Iterable[str]) -> Iterator[bool]:
        for path in paths:
            index = self._index(path)
            yield index >= 0 and not self._rules[index].exception

    def _index(self, path: str) -> int:
        folder = path.rpartition("/")[0]
        best = self._folders.get(folder)
        if best is None:
            best = self._folder(folder)
        return self._own(path, best)

    def _folder(self, folder: str) -> int:
        parts = folder.split("/")
        best = -1
        for count in range(1, len(parts) + 1):
            parent = "/".join(parts[:count])
            known = self._folders.get(parent)
            best = self._folders[parent] = self._own(parent, best) if known is None else known
        return best

    def _own(self, path: str, best: int) -> int:
        exact = self._exact.get(path, -1)
        if exact > best:
            best = exact
        named = self._names.get(path[path.rfind("/") + 1 :], -1)
        if named > best:
            best = named
        for index, matches in self._others:
            if index < best:
                break
            if matches(path):
                return index
        return best


def read(text: str, path: str = ".dockerignore") -> IgnoreFile:
    """Parse an ignore file; a line that the builder rejects becomes a rule with an `error`."""
    rules, odd, cut = [], 0, ""
    lines = text.removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines):
        rule = _rule(number, line.removesuffix("\r"))
        if rule is None:
            continue
        rules.append(rule)
        odd += len(rule.pattern) if rule.kind == "regex" else 0
        if odd > MOST_ODD:
            cut = f"{path} has patterns with wildcards of more than {MOST_ODD:,} characters, so it was not applied"
            break
    return IgnoreFile(path, tuple(rules), (len(lines) - 1, len(lines[-1])), cut)


def _rule(number: int, line: str) -> Rule | None:
    pattern = line.strip(_BLANKS)
    if line.startswith("#") or not pattern:
        return None
    if len(line) > LONGEST_LINE:
        return Rule(number, line[:80], "", False, "the line is too long", "bad", _never)
    exception = pattern.startswith("!")
    pattern = clean(pattern[1:].strip(_BLANKS) if exception else pattern)
    # The matcher trims and cleans again; a second `!` is what remains.
    again = pattern.rstrip(_BLANKS) if exception else pattern.strip(_BLANKS)
    if again != pattern and again:
        pattern = posixpath.normpath(again)
    if not exception and not again:
        return None
    if not exception and pattern.startswith("!"):
        exception, pattern = True, pattern[1:]
    if not pattern or (exception and pattern == "/"):
        return Rule(number, line, "", True, 'illegal exclusion pattern: "!"', "bad", _never)
    compiled = compile_pattern(pattern)
    error = f"{BAD} {pattern!r}" if compiled.kind == "bad" else ""
    return Rule(number, line, pattern, exception, error, compiled.kind, compiled.matches)


def clean(pattern: str) -> str:
    """The pattern after Go's `filepath.Clean`, without the leading `/`."""
    if not pattern:
        return ""
    cleaned = posixpath.normpath(pattern)
    if cleaned.startswith("//"):
        cleaned = cleaned[1:]
    return cleaned[1:] if len(cleaned) > 1 and cleaned[0] == "/" else cleaned


def _never(path: str) -> bool:
    return False
