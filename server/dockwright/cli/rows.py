"""Findings as plain values, with lines and columns: the input of the cache and of all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dockwright.l10n.catalogue import catalogue
from dockwright.l10n.catalogue import known as known_language

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding, Fix
    from dockwright.ide.snapshot import Snapshot
    from dockwright.text import Span, Text

LEVELS = ("error", "warning", "information", "hint")
"""Most severe first."""

_OF_THE_TEXT = frozenset({"Step", "Stage", "Model", "Silenced"})
"""Scopes of rules that only depend on the Dockerfile."""

LONGEST = 200
"""Longer lines are not shown with a finding."""


class Replacement(NamedTuple):
    """New text for a range of the file, in the same units as that of a finding."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Offer(NamedTuple):
    """A fix: its title, whether it is safe, and its edits."""

    title: str
    safe: bool
    guess: bool
    """Whether the author may have meant something else."""
    edits: tuple[Replacement, ...]
    """Empty if it changes another file, such as an ignore file."""


class Row(NamedTuple):
    """A finding; lines and columns count from 1, columns in characters, and the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    level: str
    code: str
    message: str
    fixes: tuple[Offer, ...]
    url: str
    """The URL of the rule's documentation; may be empty."""
    source: str
    """The first line of the range; empty if it is too long to show."""
    fingerprint: str
    """An identifier that does not depend on changes elsewhere in the file; see `known/fingerprint`."""
    certainty: str
    """`certain` if the Dockerfile alone shows it or the build fails; `likely` if it depends on the effects of commands,
    on the base image or on the build context, and for ShellCheck; `doubtful` if part of that is a guess."""


class Report(NamedTuple):
    """The findings of one file."""

    path: str
    rows: tuple[Row, ...]
    text: str
    """The complete text that they are for."""
    language: str = ""
    """The language of the messages and titles, such as `ko`; empty for English."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file as it is on disk, in hexadecimal."""
        from hashlib import sha256

        return sha256(self.text.encode("utf-8", "surrogateescape")).hexdigest()


def rows(snapshot: Snapshot) -> tuple[Row, ...]:
    """The findings of a file, in text order."""
    from dockwright.cli.known_findings.fingerprint import fingerprints

    found = snapshot.findings
    known = fingerprints(snapshot.tree, found)
    return tuple(
        row(snapshot.text, finding, mark, _certainty(finding)) for finding, mark in zip(found, known, strict=True)
    )


def translated(report: Report, language: str) -> Report:
    """The report in another language, as far as translated."""
    known = catalogue(language)
    if known is None:
        return report

    def say(row: Row) -> Row:
        offers = tuple(offer._replace(title=known.say(offer.title)) for offer in row.fixes)
        return row._replace(message=known.say(row.message), fixes=offers)

    return report._replace(rows=tuple(say(row) for row in report.rows), language=known_language(language))


def row(text: Text, finding: Finding, fingerprint: str, certainty: str) -> Row:
    """A finding in a text."""
    from dockwright.findings.rule_pages import url

    place = _range(text, finding.span)
    line = text.line(place[0] - 1)
    return Row(
        *place,
        LEVELS[finding.severity - 1],
        finding.code,
        finding.message,
        tuple(Offer(fix.title, fix.safe, fix.guess, _replacements(text, fix)) for fix in finding.fixes),
        url(finding.code),
        line if len(line) <= LONGEST else "",
        fingerprint,
        certainty,
    )


def _certainty(finding: Finding) -> str:
    from dockwright.findings.rule import by_name

    if finding.doubtful:
        return "doubtful"
    rule = by_name().get(finding.code.lower())
    of_text = rule.scope in _OF_THE_TEXT if rule else not finding.code.startswith("SC")
    return "certain" if of_text or (rule is not None and finding.severity == 1) else "likely"


def _replacements(text: Text, fix: Fix) -> tuple[Replacement, ...]:
    """The edits of a fix, in order; none if lines and columns cannot express the ranges exactly."""
    made = [Replacement(*_range(text, edit.span), edit.new) for edit in sorted(fix.edits)]
    exact = all(
        text.offset(line - 1, column - 1, "utf-32") == offset
        for replacement, edit in zip(made, sorted(fix.edits), strict=True)
        for (line, column), offset in zip((replacement[:2], replacement[2:4]), edit.span, strict=True)
    )
    return tuple(made) if exact and not fix.addition else ()


def _range(text: Text, span: Span) -> tuple[int, int, int, int]:
    start, end = (text.position(offset, "utf-32") for offset in span)
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
