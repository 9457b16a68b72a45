"""Suppression comments: BuildKit's `check=skip=`, hadolint's `ignore=`, and dockerfile-utils' own.

`# check=skip=A,B` at the head of a file counts for all of it, above an instruction for that one (since Dockerfile
1.21); `all` means every rule, and what follows the first blank is free text. `# hadolint ignore=A,B` counts for the
instruction below, `# hadolint global ignore=A,B` for the file, `# dockerfile-utils: ignore A` for the instruction
below. Any name of a rule works in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import by_name
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Comment, Gap
from dockwright.text import Span

_MENTION = re.compile(r"check[ \t]*=|hadolint|dockerfile-utils", re.IGNORECASE)
_HADOLINT = re.compile(r"hadolint[ \t]+(?P<scope>global[ \t]+)?ignore[ \t]*=[ \t]*(?P<names>[A-Za-z0-9_, \t-]+)")
_CHECK = re.compile(r"check[ \t]*=[ \t]*(?P<value>\S+)", re.IGNORECASE)
_UTILS = re.compile(r"dockerfile-utils:[ \t]*ignore(?P<names>[ \t]+[A-Z_, \t]+)?\Z")


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The names that are switched off, for the file and for ranges of it; `all` stands for every rule."""

    file: frozenset[str]
    ranges: tuple[tuple[Span, frozenset[str]], ...]

    def hide(self, finding: Finding, start: int) -> bool:
        """Whether a finding, whose span counts from `start`, is switched off."""
        if self.file and _names(finding) & self.file:
            return True
        at = finding.span.start + start
        return any(span.start <= at < span.end and _names(finding) & names for span, names in self.ranges)


def suppressions(model: Model) -> Suppressions | None:
    """The suppression comments of a file; None where there are none, which costs one search of the text."""
    tree = model.tree
    if not _MENTION.search(tree.text.string):
        return None
    check = tree.zone.get("check")
    file = set(_skipped(check.value)) if check else set()
    ranges: list[tuple[Span, frozenset[str]]] = []
    for index, piece in enumerate(tree.pieces):
        if not isinstance(piece, Gap) or not _MENTION.search(piece.text):
            continue
        file.update(_of_file(piece.comments))
        names = frozenset(_of_instruction(piece.comments))
        if names and index + 1 < len(tree.pieces):
            start = tree.starts[index + 1]
            ranges.append((Span(start, start + len(tree.pieces[index + 1].text)), names))
    return Suppressions(frozenset(file), tuple(ranges)) if file or ranges else None


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


def _names(finding: Finding) -> set[str]:
    rule = by_name().get(finding.code.lower())
    names = {name.lower() for name in rule.names} if rule else {finding.code.lower()}
    if rule and rule.severity is Severity.ERROR:
        return names  # what stops a build is no matter of taste: only its own name hides it
    return names | {"all"}
