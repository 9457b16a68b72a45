"""Host files as projects have them: what is said of them, and all that a rename edits.

In `host_samples`, `⟪code|text⟫` marks a finding, which is the only one there, and `§name§` each place that somebody
with care would edit to rename a stage or ARG. A sample whose rename is refused says why after its title, behind ` ! `.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.context.file_names import is_dockerfile
from dockwright.context.hosts.host_facts import host_facts
from dockwright.context.hosts.kinds import kind_of
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.embedded.finding import within
from dockwright.ide.hosts.navigation import definitions, highlights, hover, meant
from dockwright.ide.hosts.snapshot import HostSnapshot
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.rename import Refusal, places, rename
from dockwright.syntax.tree import parse
from dockwright.text import Span, Text
from host_files import survey

_MARK = re.compile(r"⟪([a-z+-]+)\|([^⟫]*)⟫|§([^§\n]+)§")
Place = tuple[str, Span]


class Sample(NamedTuple):
    title: str
    why_not: str
    files: dict[str, str]
    findings: list[tuple[str, str, Span]]
    """Path, code and range."""
    names: list[Place]


def samples() -> Iterator[Sample]:
    for path in sorted((Path(__file__).parent / "host_samples").glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
            title, *files = re.split(r"^--- ", part, flags=re.MULTILINE)
            title, _, why_not = title.strip().partition(" ! ")
            sample = Sample(f"{path.stem}: {title}", why_not, {}, [], [])
            for name, text in (one.split("\n", 1) for one in files):
                sample.files[name] = _read(sample, name, text)
            yield sample


def _read(sample: Sample, path: str, marked: str) -> str:
    text, at = "", 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        words = match[3] or match[2]
        span, at = Span(len(text), len(text) + len(words)), match.end()
        text += words
        sample.findings.extend((path, code, span) for code in match[1].split("+") if match[1]) if match[1] else None
        if match[3]:
            sample.names.append((path, span))
    return text + marked[at:]


SAMPLES = list(samples())


def named(sample: Sample) -> str:
    return sample.title


def facts(known: Survey, sample: Sample, path: str) -> HostSnapshot:
    text = sample.files[path]
    return HostSnapshot(Text.of(text), host_facts(known, path, text, {}, within))


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_what_is_said(tmp_path: Path, sample: Sample) -> None:
    known = survey(tmp_path, sample.files)
    hosts = [path for path, text in sample.files.items() if kind_of(path, text)]
    found = [(path, one.code, one.span) for path in hosts for one in facts(known, sample, path).findings]
    shown = [(path, code, sample.files[path][span.start : span.end]) for path, code, span in found]
    assert sorted(found) == sorted(sample.findings), shown


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.names], ids=named)
def test_a_rename_edits_each_place_and_no_other(tmp_path: Path, sample: Sample) -> None:
    known = survey(tmp_path, sample.files)
    for path, span in sample.names:
        assert _edited(known, sample, path, span.start) == (sample.why_not or sorted(sample.names)), (path, span)


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.names], ids=named)
def test_a_name_leads_to_its_dockerfile(tmp_path: Path, sample: Sample) -> None:
    known = survey(tmp_path, sample.files)
    for path, span in sample.names:
        if not is_dockerfile(path):
            snapshot = facts(known, sample, path)
            (place,) = definitions(snapshot, span.start)
            assert (Path(place.path).relative_to(tmp_path).as_posix(), place.span) in sample.names
            told = hover(snapshot, span.start)
            assert told is not None and told.span == span and sample.files[path][span.start : span.end] in told.markdown
            assert span in highlights(snapshot, span.start)


def _edited(known: Survey, sample: Sample, path: str, offset: int) -> list[Place] | str:
    """What a rename of the name there edits; or why it is refused."""
    dockerfile = path
    if not is_dockerfile(path):
        found = meant(facts(known, sample, path), offset)
        if isinstance(found, str):
            return found
        _, dockerfile, offset = found
    text = sample.files[dockerfile]
    snapshot = Snapshot.of(text).placed(known.context(dockerfile, sources(parse(text))))
    edits = rename(snapshot, offset, "zz_renamed")
    if isinstance(edits, Refusal):
        return edits.reason
    others = {(one.file, one.span) for one in places(snapshot, offset)}
    return sorted({*((dockerfile, edit.span) for edit in edits), *others})
