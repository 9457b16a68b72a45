"""The result of a rule: range, message, fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from dockwright.frozen import frozen, replace
from dockwright.text import Edit, Span


class Severity(IntEnum):
    """The severities of the Language Server Protocol; rules with OFF run only if a setting enables them."""

    OFF = 0
    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Related(NamedTuple):
    """A related place; `path` names another file, relative to the build context or absolute."""

    span: Span
    message: str
    path: str = ""
    line: int = 0
    """In another file, instead of `span`; from 0."""
    section: int | None = None
    """The section of the file (`report.Section`) that `span` is relative to; None for the same origin as the finding's
    own."""


class Addition(NamedTuple):
    """Text to append to another file, given by its absolute path, or to replace text in it."""

    path: str
    text: str
    line: int
    """The end of the file, or the start of the replaced text; from 0."""
    column: int
    is_new: bool
    """Whether the file is created."""
    until: tuple[int, int] | None = None
    """The line and column of the end of the replaced text."""


@frozen
class Fix:
    """Edits that fix a finding. Only safe fixes are part of "fix all"."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    guess: bool = False
    """Whether the author may have meant something else: it is offered individually, and never applied to a whole file.
    """
    addition: Addition | None = None


@frozen
class Finding:
    """A finding of a rule; the engine sets `code` and `severity`."""

    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    tags: tuple[str, ...] = ()
    """`unnecessary` (shown faded) or `deprecated` (struck through)."""
    related: tuple[Related, ...] = ()
    code: str = ""
    severity: Severity = Severity.WARNING
    doubtful: bool = False
    """Whether it depends on a guess: then it is a hint, whatever the level of the rule."""
    at_most: Severity = Severity.ERROR
    """The maximum severity, whatever the level of the rule."""
    alias: str = ""
    """The first name of the part of the rule that it belongs to (`Rule.parts`), if the rule has parts."""

    @property
    def name(self) -> str:
        """The most specific name."""
        return self.alias or self.code

    def spans(self) -> Iterator[Span]:
        """All ranges with the same origin: its own, those of fixes, and of related places in the file."""
        yield self.span
        yield from (edit.span for fix in self.fixes for edit in fix.edits)
        yield from (related.span for related in self.related if not related.path and related.section is None)

    def shifted(self, by: int) -> Finding:
        """The same finding, `by` characters further on; related places with another origin stay."""
        if not by:
            return self
        return replace(
            self,
            span=self.span.shifted(by),
            fixes=tuple(
                replace(fix, edits=tuple(edit.shifted(by) for edit in fix.edits)) if fix.edits else fix
                for fix in self.fixes
            ),
            related=tuple(
                r if r.path or r.section is not None else r._replace(span=r.span.shifted(by)) for r in self.related
            ),
        )

    def settled(self, by: int, sections: Sequence[int]) -> Finding:
        """The finding `by` further on, with all offsets from the start of the file; `sections` are the starts of the
        sections.
        """
        if not any(place.section is not None for place in self.related):
            return self.shifted(by)
        related = tuple(
            place if place.section is None else place._replace(span=place.span.shifted(sections[place.section] - by))
            for place in self.related
        )
        return replace(self, related=tuple(place._replace(section=None) for place in related)).shifted(by)


class Group(NamedTuple):
    """Findings of one instruction: the same object as long as nothing they depend on changes."""

    findings: tuple[Finding, ...]
    start: int
    """The offset to add to their spans."""
