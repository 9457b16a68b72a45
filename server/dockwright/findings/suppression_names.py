"""The names in suppression comments, and BuildKit's options of checks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from dockwright.findings.rule import by_name
from dockwright.lazy import pattern
from dockwright.syntax.nodes import Comment, Gap, Token
from dockwright.syntax.tree import Tree
from dockwright.text import Span

_MENTION = pattern(r"check[ \t]*=|hadolint|dockerfile-utils|tally|checkov:|bridgecrew:|trivy:|kics-scan", re.IGNORECASE)
_END = r"(?=[ \t]+until\b|[ \t]*//|[^A-Za-z0-9_,/ \t-]|\Z)"
"""The text after the names: the day until which they apply, and the reason."""
_HADOLINT = pattern(
    r"hadolint[ \t]+(?:(?P<scope>global|stage)[ \t]+)?ignore[ \t]*=[ \t]*(?P<names>[A-Za-z0-9_, \t-]+?)" + _END
)
_CHECK = pattern(r"check[ \t]*=[ \t]*(?P<value>\S+)", re.IGNORECASE)
_UTILS = pattern(r"dockerfile-utils:[ \t]*ignore(?P<names>[ \t]+[A-Z_, \t]+?)?[ \t]*(?:(?:until[ \t]|//|#).*)?\Z")
_TALLY = pattern(r"tally[ \t]+(?:(?P<scope>global)[ \t]+)?ignore[ \t]*=[ \t]*(?P<names>[A-Za-z0-9_,/ \t-]+?)" + _END)
_SCANNERS = pattern(
    r"(?:checkov|bridgecrew):skip=[ \t]*(?P<file>[A-Z0-9_]+)"
    r"|kics-scan[ \t]+disable=(?P<kics>[0-9a-f-]+(?:,[0-9a-f-]+)*)"
    r"|trivy:ignore:(?P<below>[A-Za-z0-9-]+)(?:[ \t]+exp:(?P<date>\d{4}-\d\d-\d\d))?"
)
"""Comments of checkov and KICS are about the whole file, those of Trivy about the instruction below."""
_UNTIL = pattern(r"(?:^|[\s#/,;(])until[ \t]+(?P<date>\d{4}-\d\d-\d\d)\b")
_NAME = pattern(r"[^,\s]+")
NOWHERE = Span(0, 0)
_SCOPES: dict[str | None, Literal["file", "stage", "below"]] = {"global": "file", "stage": "stage", None: "below"}


Kind = Literal["check", "hadolint", "tally", "utils", "scanner"]


class Mention(NamedTuple):
    """One name in a suppression comment; spans count from the start of the gap, or of the file."""

    name: str
    """In lower case; `all` stands for every rule, and empty for a name in the wrong case."""
    written: str
    span: Span
    scope: Literal["file", "stage", "below"]
    kind: Kind
    comment: Span
    """The comment, from its # to the end of the line."""
    until: str = ""
    """The last day on which it applies, as written; empty if there is none."""

    @property
    def is_over(self) -> bool:
        """Whether that day is in the past; False if it is not a valid date."""
        return bool(self.until) and self.until < time.strftime("%Y-%m-%d", time.gmtime()) and is_day(self.until)

    def shifted(self, by: int) -> Mention:
        """The same mention, `by` characters further on."""
        return self._replace(span=self.span.shifted(by), comment=self.comment.shifted(by))


def is_day(written: str) -> bool:
    """Whether a date is valid."""
    from datetime import date

    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def options(value: str) -> Iterator[tuple[str, str, int]]:
    """The options of a check directive: name, value and the offset of the value; -1 without a `=`."""
    at = 0
    for option in value.split(None, 1)[0].split(";", 2) if value.strip() else ():
        name, equals, rest = option.partition("=")
        yield name.strip(), rest, at + len(name) + 1 if equals else -1
        at += len(option) + 1


def listed(text: str) -> list[Token]:
    """The rule names in a suppression comment with their ranges; `text` begins after the `#`."""
    at = len(text) - len(text.lstrip())
    shown = text.rstrip()
    check = _CHECK.match(shown, at)
    if check:
        start = check.start("value")
        return [Token(found.written, found.span) for found in _in_check(check["value"], start, NOWHERE)]
    match = _HADOLINT.match(shown, at) or _TALLY.match(shown, at) or _UTILS.match(shown, at)
    names = _NAME.finditer(match["names"] or "") if match else ()
    start = match.start("names") if match else 0
    return [Token(name[0], Span(start + name.start(), start + name.end())) for name in names]


def experimental(tree: Tree) -> set[str]:
    """The experimental rules that the head of a file enables, in lower case."""
    check = tree.zone.get("check")
    found = [rest for name, rest, _ in options(check.value) if name == "experimental"] if check else []
    return {name.strip().lower() for rest in found for name in rest.split(",")}


def linked(gap: Gap, head_end: int = 0) -> tuple[Comment, ...]:
    """The comments that BuildKit attaches to the instruction below; an empty comment detaches those above it.

    `head_end` is the end of the directives at the start of the gap.
    """
    comments = gap.comments
    cut = max((index + 1 for index, comment in enumerate(comments) if not comment.value), default=0)
    return tuple(comment for comment in comments[cut:] if comment.span.start >= head_end)


def in_check(value: str, at: int, comment: Span = NOWHERE) -> list[Mention]:
    """The names that a check directive skips in the whole file; `at` is the offset of its value."""
    return [mention._replace(scope="file") for mention in _in_check(value, at, comment)]


@lru_cache(maxsize=20_000)
def in_gap(gap: Gap, head_end: int = 0) -> tuple[Mention, ...]:
    """The names in the comments between two instructions."""
    return tuple(_in_gap(gap, head_end)) if _MENTION.search(gap.text) else ()


def _in_gap(gap: Gap, head_end: int) -> Iterator[Mention]:
    for comment in linked(gap, head_end):
        match = None if comment.indented else _CHECK.match(comment.value)
        if match:
            value = comment.value[match.start("value") :]
            yield from _in_check(value, _text_start(gap, comment) + match.start("value"), comment.span)
            break
    for comment in gap.comments:
        hadolint = _HADOLINT.match(comment.value)
        if hadolint:
            yield from _named(gap, comment, hadolint, "hadolint")
        tally = _TALLY.match(comment.value)
        if tally:
            yield from _named(gap, comment, tally, "tally")
        utils = _UTILS.match(comment.value)
        if utils:
            yield from _named(gap, comment, utils, "utils")
        yield from _of_scanners(gap, comment)


def _of_scanners(gap: Gap, comment: Comment) -> Iterator[Mention]:
    for match in _SCANNERS.finditer(comment.value):
        group = next(name for name in ("file", "kics", "below") if match[name])
        text = _text_start(gap, comment) + match.start(group)
        for name in _NAME.finditer(match[group]):
            span = Span(text + name.start(), text + name.end())
            scope: Literal["file", "below"] = "below" if group == "below" else "file"
            yield Mention(name[0].lower(), name[0], span, scope, "scanner", comment.span, match["date"] or "")


_READ_BY_HADOLINT = pattern(r"[^=]*=[ \t]*[CDLS0-9]+(?:[ \t]*,[ \t]*[CDLS0-9]+)*[ \t]*(?:#.*)?")


def heeded_by_hadolint(found: tuple[Mention, ...], gap: Gap) -> tuple[Mention, ...]:
    """The mentions in a gap that apply if only hadolint's own syntax counts.

    One invalid name invalidates the comment. A comment for one instruction has to be directly above it.
    """
    return tuple(one for one in found if one.kind != "hadolint" or _is_heeded(one, gap))


def is_read_by_hadolint(one: Mention, gap: Gap) -> bool:
    """Whether all names of the comment are codes."""
    return bool(_READ_BY_HADOLINT.fullmatch(gap.text[one.comment.start + 1 : one.comment.end].strip()))


def _is_heeded(one: Mention, gap: Gap) -> bool:
    return is_read_by_hadolint(one, gap) and (one.scope != "below" or is_last(one, gap))


def is_last(one: Mention, gap: Gap) -> bool:
    """Whether there is nothing between the comment and the instruction."""
    return gap.text[one.comment.end :].strip(" \t\r") in ("", "\n")


def _named(gap: Gap, comment: Comment, match: re.Match[str], kind: Kind) -> Iterator[Mention]:
    scope = "below" if kind == "utils" else _SCOPES[match["scope"]]
    text = _text_start(gap, comment)
    until = _until(comment.value[match.end("names") if match["names"] else match.start() :])
    if match["names"] is None:
        yield Mention("all", "ignore", comment.span, scope, kind, comment.span, until)
    for name in _NAME.finditer(match["names"] or ""):
        start = text + match.start("names") + name.start()
        plain = name[0].rpartition("/")[2] if kind == "tally" else name[0]
        yield Mention(plain.lower(), name[0], Span(start, start + len(name[0])), scope, kind, comment.span, until)


def _text_start(gap: Gap, comment: Comment) -> int:
    """The offset in the gap of the text of a comment."""
    return gap.text.index(comment.value, comment.span.start + 1)


def _until(text: str) -> str:
    """The day in the text after the names of a comment."""
    match = _UNTIL.search(text)
    return match["date"] if match else ""


def _in_check(value: str, at: int, comment: Span) -> Iterator[Mention]:
    until = _until(value.partition(" ")[2])
    for option, rest, offset in options(value):
        for name in _NAME.finditer(rest) if option == "skip" else ():
            start = at + offset + name.start()
            span = Span(start, start + len(name[0]))
            yield Mention(_exact(name[0]), name[0], span, "below", "check", comment, until)


def _exact(written: str) -> str:
    """A name in lower case if it is written as the rule is called: BuildKit knows it in no other case.

    One that no rule of ours has may be that of a configuration file, or of several rules.
    """
    rule = by_name().get(written.lower())
    return written.lower() if rule is None or written in rule.names else ""
