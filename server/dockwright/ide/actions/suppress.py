"""Actions that suppress a finding: a comment above the instruction, or for the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import by_name
from dockwright.findings.rule_pages import url
from dockwright.findings.suppression_names import Mention, in_check, linked, options
from dockwright.findings.suppressions import head_end, mentions
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import CodeAction
from dockwright.semantics.syntax_version import pinned
from dockwright.text import Edit, Span

_HADOLINT = re.compile(r"(?:DL|SC)\d{4}\Z")
_INLINE_CHECK = 21
"""The minor version of the syntax that added `# check=` above an instruction."""


class Word(NamedTuple):
    """The name of a rule in a comment: in `# check=skip=`, or in `# hadolint ignore=`, which accepts no other names."""

    kind: str
    name: str


KIND = "dockwright.ignore"
"""A separate kind: editors list quick fixes first, and these should come last."""


def ignoring(snapshot: Snapshot, span: Span, kind: str = KIND) -> Iterator[CodeAction]:
    """Links to the pages of the findings in a selection, then the actions that suppress them, once per rule."""
    if not snapshot.config.inline_ignores:
        return
    pages, ignores = [], []
    seen: set[str] = set()
    for index, finding in enumerate(snapshot.findings):
        if finding.code in seen or not finding.span.overlaps(span):
            continue
        seen.add(finding.code)
        rule = by_name().get(finding.code.lower())
        if url(finding.code) or rule is not None:
            pages.append(CodeAction(f"Open documentation of {finding.code}", kind, finding=index, page=finding.code))
        locked = finding.code in snapshot.selection.locked
        if not locked and (rule is None or rule.severity is not Severity.ERROR):
            for title, edits in (
                (f"Ignore {finding.code} here", _here(snapshot, finding)),
                (f"Ignore {finding.code} in this file", _in_file(snapshot, finding)),
            ):
                if edits:
                    ignores.append(CodeAction(title, kind, edits, finding=index))
    yield from (*pages, *ignores)


def _words(snapshot: Snapshot, finding: Finding) -> list[Word]:
    """The names of a rule, the one that suits the file first."""
    rule = by_name().get(finding.code.lower())
    if rule is None:
        return [Word("hadolint" if _HADOLINT.match(finding.code) else "check", finding.code)]
    codes = [name for name in rule.names_about(finding.alias) if _HADOLINT.match(name)]
    theirs = [Word("hadolint", codes[0])] if len(codes) == 1 else []
    ours = [Word("check", rule.build_check or rule.code)]
    first = theirs and (snapshot.config.profile == "hadolint" or not rule.build_check)
    return theirs + ours if first else ours + theirs


def _here(snapshot: Snapshot, finding: Finding) -> tuple[Edit, ...]:
    """Add the name to a comment above the instruction, to an existing one if possible."""
    tree = snapshot.tree
    instruction = tree.at(finding.span.start)
    if instruction is None:
        return ()
    match = pinned(tree)
    old = match is not None and int(match["minor"]) < _INLINE_CHECK
    known = [word for word in _words(snapshot, finding) if not (old and word.kind == "check" and _is_check(word))]
    if not known:
        return ()
    word = known[0]
    above = _above(snapshot, instruction.start)
    same = [mention for mention in above if mention.kind == word.kind and mention.scope == "below"]
    if lasting := [mention for mention in same if not mention.until]:
        last = [mention for mention in lasting if mention.comment == lasting[0].comment][-1]
        return (Edit(Span(last.span.end, last.span.end), f",{word.name}"),)
    if same and word.kind == "check":
        return ()  # only one is allowed, and only it ends in free text
    text = tree.text
    start = text.starts[text.line_of(instruction.keyword.span.start)]
    newline = _newline(snapshot)
    comment = f"# check=skip={word.name}" if word.kind == "check" else f"# hadolint ignore={word.name}"
    # Where directives may stand, a comment that looks like one is one.
    apart = newline if word.kind == "check" and start == _zone_end(snapshot) else ""
    return (Edit(Span(start, start), f"{apart}{comment}{newline}"),)


def _in_file(snapshot: Snapshot, finding: Finding) -> tuple[Edit, ...]:
    """Add the name to a directive or comment for the whole file, to an existing one if possible."""
    words = _words(snapshot, finding)
    if not words:
        return ()
    word, at, newline = words[0], _zone_end(snapshot), _newline(snapshot)
    if word.kind == "check":
        check = snapshot.tree.zone.get("check")
        if check is None:
            return (Edit(Span(at, at), f"# check=skip={word.name}{newline}"),)
        if any(mention.until for mention in in_check(check.value, 0)):
            return ()
        for name, rest, offset in options(check.value):
            if name == "skip" and offset >= 0:
                end = check.value_span.start + offset + len(rest)
                return (Edit(Span(end, end), f",{word.name}" if rest else word.name),)
        start = check.value_span.start
        return (Edit(Span(start, start), f"skip={word.name};"),)
    found = [mention for mention, _ in mentions(snapshot.model)]
    lasting = [mention for mention in found if not mention.until]
    same = [mention for mention in lasting if mention.kind == "hadolint" and mention.scope == "file"]
    if same:
        last = [mention for mention in same if mention.comment == same[0].comment][-1]
        return (Edit(Span(last.span.end, last.span.end), f",{word.name}"),)
    return (Edit(Span(at, at), f"# hadolint global ignore={word.name}{newline}"),)


def _is_check(word: Word) -> bool:
    rule = by_name().get(word.name.lower())
    return rule is not None and rule.build_check == word.name


def _above(snapshot: Snapshot, start: int) -> list[Mention]:
    """The names in the comments of the instruction at `start`, with spans in the file."""
    tree = snapshot.tree
    gap = tree.gap_before(start)
    if gap is None:
        return []
    near = {comment.span.shifted(gap[1]) for comment in linked(gap[0], head_end(snapshot.model, tree.piece_at(gap[1])))}
    return [mention for mention, _ in mentions(snapshot.model) if mention.comment in near]


def _zone_end(snapshot: Snapshot) -> int:
    """The offset for another directive: after the existing ones, at the start of a line."""
    text = snapshot.text
    directives = snapshot.tree.directives
    if directives:
        line = text.line_of(directives[-1].span.end) + 1
        return text.starts[line] if line < len(text.starts) else len(text)
    string = text.string
    at = 1 if string.startswith("\ufeff") else 0
    return text.starts[1] if string.startswith("#!", at) and len(text.starts) > 1 else at


def _newline(snapshot: Snapshot) -> str:
    return "\r\n" if "\r\n" in snapshot.text.string[:2000] else "\n"
