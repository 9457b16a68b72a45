"""Completion in comments for the builder or a linter: directives, their values, names of rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dockwright.findings.rule import all_rules
from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.nodes import Gap
from dockwright.text import Span

_DIRECTIVES = {"syntax": "syntax=docker/dockerfile:1", "check": "check=skip=", "escape": "escape=`"}
_VALUES = {
    "syntax": {
        "docker/dockerfile:1": "latest release of version 1",
        "docker/dockerfile:1-labs": "with experimental features",
    },
    "escape": {"`": "for Windows paths", "\\": "the default"},
}
_OPTIONS = {
    "skip=": "checks to disable",
    "error=true": "whether findings of checks fail the build",
    "experimental=": "experimental checks to enable",
}
_SUPPRESSIONS = {
    "check=skip=": "disables checks for the instruction below",
    "hadolint ignore=": "disables rules for the instruction below",
}
_HADOLINT = re.compile(r"[ \t]*hadolint[ \t]+(?:global[ \t]+)?ignore[ \t]*=[ \t]*(?P<list>[A-Za-z0-9, \t-]*)\Z")
_CHECK = re.compile(r"[ \t]*check[ \t]*=[ \t]*(?P<value>\S*)\Z", re.IGNORECASE)
_VALUE = re.compile(r"[ \t]*(?P<name>syntax|escape)[ \t]*=[ \t]*(?P<value>\S*)\Z", re.IGNORECASE)
_FOLLOWS = re.compile(r"(?P<name>[a-z]*)[ \t]*(?P<equals>=)?", re.IGNORECASE)
_CODE = re.compile(r"(?:DL|SC)\d+\Z")


def comments(snapshot: Snapshot, before: str, offset: int) -> Iterable[Completion]:
    """Proposals in a comment; `before` is the line up to the cursor."""
    text = before.lstrip()[1:]
    if not text:
        return ()  # an empty comment, often the start of a separator line
    in_zone = _in_zone(snapshot, offset)
    if match := _HADOLINT.match(text):
        names = [name for rule in all_rules() for name in rule.names if _CODE.match(name)]
        return _names(snapshot, re.split(r"[, \t]+", match["list"]), names, offset, whole_file=False)
    if match := _CHECK.match(text):
        return _check(snapshot, match["value"], offset, in_zone)
    if in_zone and (match := _VALUE.match(text)):
        return _plain(_VALUES[match["name"].lower()], Span(offset - len(match["value"]), offset))
    if "=" in text:
        return ()
    return [*(_directives(snapshot, text, offset) if in_zone else ()), *_suppressions(text, offset)]


def _in_zone(snapshot: Snapshot, offset: int) -> bool:
    """Whether directives are possible on the line of `offset`: there are only directives above it."""
    directives = snapshot.tree.directives
    end = directives[-1].span.end + 1 if directives else 0
    return snapshot.text.line_span(snapshot.text.line_of(offset)).start <= end


def _directives(snapshot: Snapshot, text: str, offset: int) -> Iterator[Completion]:
    """The directives that are not used yet; if one has a value, only its name is replaced."""
    start = offset - len(text.lstrip())
    follows = _FOLLOWS.match(snapshot.text.string, offset)
    end = follows.end("name") if follows and follows["equals"] else offset
    for order, (name, new) in enumerate(_DIRECTIVES.items()):
        there = snapshot.tree.zone.get(name)
        if there is None or there.span.touches(offset):
            new = name if end > offset or (follows and follows["equals"]) else new
            new = new if text[:1] == " " else f" {new}"
            yield Completion(name, "keyword", Span(start, end), new, documentation=f"directives/{name}",
                             sort_text=f"{order:02}")  # fmt: skip


def _suppressions(text: str, offset: int) -> Iterator[Completion]:
    """Suppression comments, after two matching letters: most comments are for people."""
    typed = text.lstrip()
    for new, detail in _SUPPRESSIONS.items():
        if len(typed) > 1 and new.startswith(typed):
            yield Completion(new, "keyword", Span(offset - len(typed), offset), new, detail=detail, sort_text="~")


def _check(snapshot: Snapshot, value: str, offset: int, in_zone: bool) -> Iterable[Completion]:
    *given, last = value.split(";")
    name, equals, rest = last.partition("=")
    if not equals:
        names = [option.partition("=")[0].lower() for option in given]
        open_options = {new: detail for new, detail in _OPTIONS.items() if new.partition("=")[0] not in names}
        span = Span(offset - len(last), offset)
        return _plain(open_options if in_zone else {"skip=": _OPTIONS["skip="]}, span)
    if name.lower() == "skip":
        checks = list(pages.table("checks"))
        own = [rule.code for rule in all_rules() if rule.code not in checks]
        return _names(snapshot, rest.split(","), ["all", *checks, *own], offset, whole_file=in_zone)
    span = Span(offset - len(rest.rpartition(",")[2]), offset)
    if name.lower() == "experimental":
        return _plain({"all": "all experimental checks", "InvalidDefinitionDescription": ""}, span)
    return _plain({"true": "", "false": ""}, span) if name.lower() == "error" else ()


def _names(
    snapshot: Snapshot, typed: list[str], names: list[str], offset: int, *, whole_file: bool
) -> Iterator[Completion]:
    """Names of rules, those with findings there first."""
    *given, last = typed
    span = Span(offset - len(last), offset)
    speaking, locale = _speaking(snapshot, offset, whole_file), snapshot.config.locale
    for name in names:
        if name not in given:
            yield Completion(
                name, "value", span, name, detail=pages.title(name, locale) if name != "all" else "every rule",
                documentation=f"rules/{name}", sort_text=f"{'0' if name in speaking else '1'}{name}",
            )  # fmt: skip


def _speaking(snapshot: Snapshot, offset: int, whole_file: bool) -> set[str]:
    """The codes of the findings in the instruction below, or in the whole file."""
    tree = snapshot.tree
    below = next((i for i in range(tree.piece_at(offset), len(tree.pieces)) if not isinstance(tree.pieces[i], Gap)), -1)
    if below < 0:
        return set()
    start = tree.starts[below]
    end = start + len(tree.pieces[below].text)
    return {found.code for found in snapshot.findings if whole_file or start <= found.span.start < end}


def _plain(words: Mapping[str, str], span: Span) -> Iterator[Completion]:
    for order, (word, detail) in enumerate(words.items()):
        yield Completion(word, "value", span, word, detail=detail, sort_text=f"{order:02}")
