"""What a rule finds: where, what to say, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from dockwright.frozen import frozen, replace
from dockwright.text import Edit, Span


class Severity(IntEnum):
    """The severities of the Language Server Protocol; OFF rules run only when a setting asks for them."""

    OFF = 0
    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


class Related(NamedTuple):
    """Another place that matters; `path` names another file, relative to the build context or absolute."""

    span: Span
    message: str
    path: str = ""
    line: int = 0
    """In another file, instead of `span`; from 0."""
    section: int | None = None
    """The section of the file (`report.Section`) from whose start `span` counts; None where that is the same place that
    the finding's own counts from."""


class Addition(NamedTuple):
    """Text to add at the end of another file, given by its absolute path, or to put instead of other text in it."""

    path: str
    text: str
    line: int
    """Where the file ends, or where what is replaced begins; from 0."""
    column: int
    is_new: bool
    """Whether the file is made with it."""
    until: tuple[int, int] | None = None
    """The line and column where what is replaced ends."""


@frozen
class Fix:
    """Edits that mend a finding. Only a safe one joins "fix all"."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    guess: bool = False
    """Whether it may not be what was meant: it is offered one by one, and never applied to a whole file."""
    addition: Addition | None = None


@frozen
class Finding:
    """Something a rule has to say; the engine fills in `code` and `severity`."""

    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    tags: tuple[str, ...] = ()
    """`unnecessary` (drawn faded) or `deprecated` (struck through)."""
    related: tuple[Related, ...] = ()
    code: str = ""
    severity: Severity = Severity.WARNING
    doubtful: bool = False
    """Whether what it rests on is a guess: then it is a hint, whatever the rule's level."""
    at_most: Severity = Severity.ERROR
    """How loud it may be, whatever the rule's level."""
    alias: str = ""
    """The first name of the part of the rule that it belongs to (`Rule.parts`), if it has parts."""

    @property
    def name(self) -> str:
        """The narrowest name for it."""
        return self.alias or self.code

    def spans(self) -> Iterator[Span]:
        """All ranges that count from the same place: its own, those of fixes, and of related places in the file."""
        yield self.span
        yield from (edit.span for fix in self.fixes for edit in fix.edits)
        yield from (related.span for related in self.related if not related.path and related.section is None)

    def shifted(self, by: int) -> Finding:
        """The same finding, `by` characters further on; related places that count from elsewhere stay."""
        return self.moved(lambda span: span.shifted(by)) if by else self

    def moved(self, place: Callable[[Span], Span]) -> Finding:
        """The same finding with each of its `spans` where `place` puts it."""
        return replace(
            self,
            span=place(self.span),
            fixes=tuple(
                replace(fix, edits=tuple(Edit(place(edit.span), edit.new) for edit in fix.edits)) if fix.edits else fix
                for fix in self.fixes
            ),
            related=tuple(
                r if r.path or r.section is not None else r._replace(span=place(r.span)) for r in self.related
            ),
        )

    def settled(self, by: int, sections: Sequence[int]) -> Finding:
        """The finding `by` further on, with all its places counted from the start of the file, as `sections` are."""
        if not any(place.section is not None for place in self.related):
            return self.shifted(by)
        related = tuple(
            place if place.section is None else place._replace(span=place.span.shifted(sections[place.section] - by))
            for place in self.related
        )
        return replace(self, related=tuple(place._replace(section=None) for place in related)).shifted(by)


class Group(NamedTuple):
    """Findings that belong together: the same object as long as nothing they depend on changed."""

    findings: tuple[Finding, ...]
    start: int
    """What to add to their spans."""
