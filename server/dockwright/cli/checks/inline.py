"""Dockerfiles embedded in Compose, Bake and Markdown files: checked one by one, and reported in lines of their file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.reports.terminal import tell
from dockwright.cli.rows import LONGEST, Offer, Replacement, Row
from dockwright.embedded.finding import MARKDOWN, find, host_edits, least
from dockwright.embedded.values import Embedded
from dockwright.text import Edit, Span, Text, apply

if TYPE_CHECKING:
    from dockwright.embedded.values import Unread


def told(job: Job, asked: bool) -> None:
    """Print which Dockerfiles of a file are not checked and, for one given by name, why there is nothing to check."""
    found, unread = find(job.inline, job.source) if job.inline else ([], [])
    text = Text.of(job.source)
    for one in unread if asked or job.inline != MARKDOWN else ():
        tell(f"{job.name}:{text.line_of(one.offset) + 1}{_of(one)}", f"not checked: {one.why}")
    if not asked or found or unread:
        return
    if job.host:
        from dockwright.cli.checks import host_file

        host_file.told(job)
    else:
        tell(job.name, "nothing to check; it has no fenced `dockerfile` block")


def jobs(job: Job) -> list[Job]:
    """A job for each Dockerfile in a file."""
    found, _ = find(job.inline, job.source) if job.inline else ([], [])
    # without a known build, there is none in a guessed context either
    return [
        job._replace(source=one.text, inline="", host="", value=one.value, context=job.context if one.value else None)
        for one in found
    ]


def outcome(job: Job, done: Sequence[Outcome], run: Callable[[Sequence[Job]], list[Outcome]]) -> Outcome:
    """Combine the outcomes of the Dockerfiles in a file."""
    host, found = job.source, find(job.inline, job.source)[0]
    if job.fix:
        host = _fixed(job, found, done)
        found, _ = find(job.inline, host)
        # if a fix could not be written back exactly, the original findings are reported
        again = [index for index, (one, each) in enumerate(zip(found, done, strict=True)) if one.text != each.result]
        unfixed = run([jobs(job)[index]._replace(fix="") for index in again])
        done = list(done)
        for index, each in zip(again, unfixed, strict=True):
            done[index] = each
    rows = [row for index, each in enumerate(done) for row in _placed(job.inline, host, found, index, each.rows)]
    rows.sort(key=lambda row: row[:4])
    return Outcome(tuple(rows), host, all(each.whole for each in done))


def _of(one: Unread) -> str:
    return f" ({one.label})" if one.label else ""


def _fixed(job: Job, found: list[Embedded], done: Sequence[Outcome]) -> str:
    host = job.source
    for index, each in enumerate(done):
        edits = host_edits(job.inline, host, index, found, _changes(found[index].text, each.result))
        if edits:
            host = apply(host, edits)
            found, _ = find(job.inline, host)
    return host


def _changes(before: str, after: str) -> Iterator[Edit]:
    """The lines that differ, as edits."""
    from difflib import SequenceMatcher

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield least(before, Edit(Span(starts[first], starts[last]), "".join(new[begin:end])))


def _placed(kind: str, host: str, found: list[Embedded], index: int, rows: Sequence[Row]) -> Iterator[Row]:
    """The findings of one Dockerfile with positions in the file, and the fixes that can be written back."""
    from hashlib import blake2b

    one, outer = found[index], Text.of(host)
    inner = Text.of(one.text)
    labels = Counter(other.label for other in found[:index])
    whose = f"{one.label}\0{labels[one.label]}"

    def place(span: Span) -> tuple[int, int, int, int]:
        start, end = (outer.position(offset, "utf-32") for offset in span)
        return start.line + 1, start.column + 1, end.line + 1, end.column + 1

    def span(at: tuple[int, int, int, int]) -> Span:
        return Span(inner.offset(at[0] - 1, at[1] - 1, "utf-32"), inner.offset(at[2] - 1, at[3] - 1, "utf-32"))

    for row in rows:
        offers = []
        for offer in row.fixes:
            edits = [Edit(span((e.line, e.column, e.end_line, e.end_column)), e.text) for e in offer.edits]
            written = host_edits(kind, host, index, found, edits)
            if written is not None:
                replacements = tuple(Replacement(*place(edit.span), edit.new) for edit in written)
                offers.append(Offer(offer.title, offer.safe, offer.guess, replacements))
        at = place(one.mapping.to_host(span((row.line, row.column, row.end_line, row.end_column))))
        line = outer.line(at[0] - 1)
        mark = blake2b(f"{whose}\0{row.fingerprint}".encode(), digest_size=16).hexdigest()
        shown = line if len(line) <= LONGEST else ""
        line_of, column, end_line, end_column = at
        yield row._replace(
            line=line_of, column=column, end_line=end_line, end_column=end_column,
            fixes=tuple(offers), source=shown, fingerprint=mark,
        )  # fmt: skip
