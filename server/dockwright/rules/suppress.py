"""Suppression comments: BuildKit's `check=skip=`, hadolint's `ignore=`, and dockerfile-utils' own.

`# check=skip=A,B` at the head of a file counts for all of it, above an instruction for that one (since Dockerfile
1.21); `all` means every rule, and what follows the first blank is free text. `# hadolint ignore=A,B` counts for the
instruction below, `# hadolint global ignore=A,B` for the file, `# dockerfile-utils: ignore A` for the instruction
below. Any name of a rule works in any of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from dockwright.frozen import frozen
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import by_name
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Comment, Gap, Token
from dockwright.text import Span

_MENTION = re.compile(r"check[ \t]*=|hadolint|dockerfile-utils", re.IGNORECASE)
_HADOLINT = re.compile(r"hadolint[ \t]+(?P<scope>global[ \t]+)?ignore[ \t]*=[ \t]*(?P<names>[A-Za-z0-9_, \t-]+)")
_CHECK = re.compile(r"check[ \t]*=[ \t]*(?P<value>\S+)", re.IGNORECASE)
_SKIP = re.compile(r"(?:^|;)[ \t]*skip[ \t]*=([^;]*)", re.IGNORECASE)
_ALL = re.compile(r"(.+)")
_NAME = re.compile(r"[^, \t]+")
_UTILS = re.compile(r"dockerfile-utils:[ \t]*ignore(?P<names>[ \t]+[A-Z_, \t]+)?\Z")


@frozen
class Suppressions:
    """The names that are switched off, for the file and for ranges of it; `all` stands for every rule."""

    file: frozenset[str]
    starts: tuple[int, ...]
    """Where the ranges begin, in the order of the text."""
    ranges: tuple[tuple[int, frozenset[str]], ...]
    """The end of each range, and what is switched off in it."""

    def within(self, start: int, stop: int) -> bool:
        """Whether anything is switched off in a range of the file."""
        return bool(self.file) or bisect_left(self.starts, start) < bisect_left(self.starts, stop)

    def hide(self, finding: Finding, start: int) -> bool:
        """Whether a finding, whose span counts from `start`, is switched off."""
        names = _names(finding.code)
        if self.file and names & self.file:
            return True
        at = finding.span.start + start
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ranges[index][0] and bool(names & self.ranges[index][1])


def suppressions(model: Model) -> Suppressions | None:
    """The suppression comments of a file; None where there are none."""
    tree = model.tree
    check = tree.zone.get("check")
    file = set(_skipped(check.value)) if check else set()
    starts: list[int] = []
    ranges: list[tuple[int, frozenset[str]]] = []
    pieces = tree.pieces
    for index, piece in enumerate(pieces):
        if type(piece) is not Gap or not piece.comments:
            continue
        for_file, names = _of_gap(piece)
        file |= for_file
        if names and index + 1 < len(pieces):
            start = tree.starts[index + 1]
            starts.append(start)
            ranges.append((start + len(pieces[index + 1].text), names))
    return Suppressions(frozenset(file), tuple(starts), tuple(ranges)) if file or ranges else None


def listed(text: str) -> list[Token]:
    """The names of rules in a suppression comment, of which `text` begins after the `#`, each with its range in it."""
    at = len(text) - len(text.lstrip())
    for pattern, group in ((_CHECK, "value"), (_HADOLINT, "names"), (_UTILS, "names")):
        match = pattern.match(text.rstrip(), at)
        if match and match[group]:
            places = _SKIP.finditer(match[group]) if pattern is _CHECK else _ALL.finditer(match[group])
            return [
                Token(name[0], Span(*name.span()).shifted(match.start(group) + place.start(1)))
                for place in places
                for name in _NAME.finditer(place[1])
            ]
    return []


@lru_cache(maxsize=20_000)
def _of_gap(gap: Gap) -> tuple[frozenset[str], frozenset[str]]:
    """The names that the comments of a gap switch off for the file, and for the instruction below."""
    if not _MENTION.search(gap.text):
        return frozenset(), frozenset()
    return frozenset(_of_file(gap.comments)), frozenset(_of_instruction(gap.comments))


def _of_file(comments: Iterable[Comment]) -> Iterator[str]:
    for comment in comments:
        match = _HADOLINT.match(comment.value)
        if match and match["scope"]:
            yield from _split(match["names"])


def _of_instruction(comments: tuple[Comment, ...]) -> Iterator[str]:
    below = list(comments)
    for index, comment in enumerate(comments):
        if not comment.value:
            below = list(comments[index + 1 :])  # an empty comment cuts the link to what stands above it
    check = next((match for c in below if not c.indented and (match := _CHECK.match(c.value))), None)
    if check:
        yield from _skipped(check["value"])
    for comment in comments:
        match = _HADOLINT.match(comment.value)
        if match and not match["scope"]:
            yield from _split(match["names"])
        utils = _UTILS.match(comment.value)
        if utils:
            yield from _split(utils["names"] or "all")


def _skipped(value: str) -> Iterator[str]:
    for option in value.split(";"):
        name, _, names = option.partition("=")
        if name.strip().lower() == "skip":
            yield from _split(names)


def _split(names: str) -> Iterator[str]:
    yield from (name.lower() for name in re.split(r"[, \t]+", names) if name)


@cache
def _names(code: str) -> frozenset[str]:
    rule = by_name().get(code.lower())
    names = {name.lower() for name in rule.names} if rule else {code.lower()}
    if rule and rule.severity is Severity.ERROR:
        return frozenset(names)  # what stops a build is no matter of taste: only its own name hides it
    return frozenset(names | {"all"})
