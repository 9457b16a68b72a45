"""An ignore file in the editor: problems in its lines, and the files that each excludes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from dockwright.context.build_context import clean
from dockwright.context.ignore import reader
from dockwright.context.ignore.line_effects import Fact, IgnoreFacts
from dockwright.context.ignore.reader import Rule
from dockwright.findings.engine import Selection
from dockwright.findings.finding import Finding, Fix, Group, Severity
from dockwright.findings.report import Report, of_groups
from dockwright.ide.actions.fixes import fixes, wanted
from dockwright.ide.context_sources import MOST, size
from dockwright.ide.values import CodeAction, Completion, Hover
from dockwright.text import Edit, Span, Text

_BRACES = re.compile(r"\{[^{}/]*,[^{}/]*\}")


class IgnoreSnapshot:
    """The text of an ignore file with facts about its lines. Immutable by convention."""

    def __init__(self, text: Text, context: IgnoreFacts | None = None) -> None:
        self.text = text
        self.context = context
        """The effects of its lines, once the files are known."""

    def edited(self, edits: Iterable[Edit]) -> IgnoreSnapshot:
        """The file after edits that are applied one after the other."""
        text = self.text
        for edit in edits:
            text = text.edited(edit)
        return IgnoreSnapshot(text, self.context)

    def configured(self, selection: Selection) -> IgnoreSnapshot:
        """The same snapshot: no setting changes the meaning of a line."""
        return IgnoreSnapshot(self.text, self.context)

    def placed(self, context: IgnoreFacts | None) -> IgnoreSnapshot:
        """The same file with other facts."""
        return IgnoreSnapshot(self.text, context)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Its lines as the builder reads them."""
        return reader.read(self.text.string).rules

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings in its lines, in order."""
        found = [finding for rule in self.rules for finding in self._of(rule)]
        if self.context and self.context.unused and self.rules:
            message = f"No known build reads this file: {self.context.unused}"
            found.insert(0, Finding(self.span(self.rules[0]), message, code="ignore-unused", severity=Severity.HINT))
        return found

    @property
    def report(self) -> Report:
        """All findings as one group."""
        return of_groups([Group(tuple(self.findings), 0)] if self.findings else [])

    def span(self, rule: Rule) -> Span:
        """The range of the pattern of a line."""
        line = self.text.line_span(rule.line)
        written = self.text.slice(line)
        start = line.start + len(written) - len(written.lstrip())
        return Span(start, start + len(written.strip()))

    def _of(self, rule: Rule) -> Iterator[Finding]:
        span, written = self.span(rule), rule.text.strip()
        if rule.error:
            message = f"Invalid pattern, so the build fails: {rule.error}"
            yield Finding(span, message, code="ignore-bad-pattern", severity=Severity.ERROR)
            return
        for message, fixed in _habits(written):
            whole = Span(self.text.line_span(rule.line).start, span.end)
            fixes = (Fix("Fix the pattern", (Edit(whole, fixed),), safe=False),)
            yield Finding(span, message, fixes, code="ignore-not-supported", severity=Severity.WARNING)
            return
        fact = self.context.lines.get(written) if self.context else None
        if fact is None:
            return
        if fact.nested:
            message = (
                f"Only matches at the top of the build context; {fact.nested} deeper `{rule.pattern}` "
                f"{'is' if fact.nested == 1 else 'are'} sent; write `**/{rule.pattern}`"
            )
            new = f"**/{written.lstrip('/')}"
            fixes = (Fix(f"Change to `{new}`", (Edit(span, new),), safe=False),)
            yield Finding(span, message, fixes, code="ignore-top-only", severity=Severity.INFORMATION)
        elif not fact.matches:
            message = "Matches nothing in the build context"
            yield Finding(span, message, code="ignore-matches-nothing", severity=Severity.HINT)
        elif not fact.files:
            message = "No effect; lines below override all matches of this line"
            yield Finding(span, message, tags=("unnecessary",), code="ignore-overruled", severity=Severity.HINT)


def hover(snapshot: IgnoreSnapshot, offset: int) -> Hover | None:
    """The files that the line at `offset` excludes, or includes again."""
    line = snapshot.text.line_of(offset)
    rule = next((rule for rule in snapshot.rules if rule.line == line), None)
    fact = snapshot.context.lines.get(rule.text.strip()) if rule and snapshot.context else None
    if rule is None or fact is None or rule.error:
        return None
    does = "Includes again" if rule.exception else "Excludes"
    return Hover(snapshot.span(rule), f"{does} **{amount(fact)}**.")


def amount(fact: Fact) -> str:
    """The number of files that a line decides about."""
    return f"{fact.files:,} file{'' if fact.files == 1 else 's'}, {size(fact.bytes)}" if fact.files else "nothing"


def actions(snapshot: IgnoreSnapshot, span: Span, only: tuple[str, ...] = ()) -> list[CodeAction]:
    """The fixes for a selection."""
    return list(fixes(snapshot.findings, span)) if wanted("quickfix", only) else []


def complete(snapshot: IgnoreSnapshot, offset: int) -> list[Completion]:
    """The files and folders that complete the path at `offset`."""
    line = snapshot.text.line_span(snapshot.text.line_of(offset))
    typed = snapshot.text.slice(Span(line.start, offset)).lstrip().removeprefix("!").lstrip()
    if snapshot.context is None or typed.startswith("#") or " " in typed:
        return []
    folder, name = posixpath.split(typed)
    if any(mark in folder for mark in "*?[\\"):
        return []
    span = Span(offset - len(name), offset)
    children = list(islice(snapshot.context.files.children(clean(folder), name), MOST))
    if name and any(_may_be_whole(name, child) for child, _ in children):
        return []  # Enter inserts a line break
    return [
        Completion(child, "folder" if is_folder else "file", span, child) for child, is_folder in children
        if " " not in child
    ]  # fmt: skip


def _may_be_whole(typed: str, name: str) -> bool:
    """Whether `typed` may be complete: it is the name, or the name continues with another word."""
    follows = name[len(typed) : len(typed) + 1]
    return not follows or (typed[-1].isalnum() and not follows.isalnum())


def _habits(written: str) -> Iterator[tuple[str, str]]:
    """Syntax that other tools interpret differently, and how to write it."""
    comment = re.search(r"\s+#\s", written)
    if written.startswith("#"):
        yield "Not a comment but a pattern, because of the blanks before `#`; remove them", written
    elif comment:
        pattern, rest = written[: comment.start()], written[comment.start() :].lstrip()
        yield "Comment is part of the pattern; put it on its own line", f"{pattern}\n{rest}"
    elif braces := _BRACES.search(written):
        ends = written[: braces.start()], written[braces.end() :]
        each = [f"{ends[0]}{part}{ends[1]}" for part in braces[0][1:-1].split(",")]
        yield "Braces are not expanded here; write one line per alternative", "\n".join(each)
    elif "[!" in written:
        yield "`[!` does not negate here; write `[^`", written.replace("[!", "[^")
