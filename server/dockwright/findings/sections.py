"""All findings of a file, without suppressed ones, by section; an edit leaves other sections unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dockwright.context.build_context import Context
from dockwright.findings import build_findings, file_findings, named_contexts, one_cause, stage_findings
from dockwright.findings.file_findings import OfRule
from dockwright.findings.finding import Finding, Group
from dockwright.findings.groups import Placed
from dockwright.findings.report import Hidden, Section
from dockwright.findings.selection import Selection
from dockwright.findings.shell.shellcheck_values import Remarks
from dockwright.findings.suppressions import Suppressions, stand
from dockwright.semantics.model import Model
from dockwright.semantics.structure import Moves


class _Left(NamedTuple):
    """The findings of a group that are not suppressed."""

    source: tuple[Finding, ...]
    off: object
    findings: tuple[Finding, ...]
    hidden: Hidden


class _Kept(NamedTuple):
    context: Context | None
    remarks: Remarks | None
    off: Suppressions | None
    sections: list[Section]
    rules: list[OfRule]
    left: dict[int, _Left]
    """By identity of the findings, so that the result stays the same object."""
    owed: frozenset[int] = frozenset()
    """The sections with findings about the build from before the author typed."""


def sections(
    model: Model,
    selection: Selection,
    context: Context | None,
    remarks: Remarks | None,
    off: Suppressions | None,
    *,
    typed: bool = False,
) -> list[Section]:
    """All findings except those about useless comments; `off` is what the comments of the file suppress.

    While the file is `typed`, what rules about the build say of the edited stages is from before.
    """
    rules = file_findings.of_model(model, selection, context)

    def section(index: int, left: dict[int, _Left]) -> Section:
        start, groups, hidden = model.section_starts[index], [], []
        holding = named_contexts.holding(model, context, index)
        for findings, at, length, _, _ in _of_section(model, selection, context, remarks, rules, index, typed):
            if off is not None and off.within(start + at, start + at + length):
                findings, gone = _shown(left, findings, start + at, start + at + length, off, selection.locked)
                hidden += [(at + place, name) for place, name in gone]
            if holding is not None:
                findings = holding(findings, start + at)
            if findings:
                groups.append(Group(findings, at))
        if selection.config.profile not in ("buildkit", "hadolint"):  # these profiles report each of them
            groups = one_cause.without_others(groups, start, model.tree, selection.locked)
        return Section(tuple(groups), tuple(hidden))

    def find() -> _Kept:
        left: dict[int, _Left] = {}
        found = [section(index, left) for index in range(len(model.stages) + 1)]
        owed = frozenset(range(1, len(found))) if typed else frozenset()
        return _Kept(context, remarks, off, found, rules, left, owed)

    def anew(known: _Kept, indexes: Iterable[int]) -> list[Section]:
        found = list(known.sections)
        for index in indexes:
            made = section(index, known.left)
            if not _is_same(made, found[index]):
                found[index] = made
        return found

    def move(known: _Kept, moved: Moves) -> _Kept | None:
        if known.context is not context or known.remarks is not remarks or not stand(known.off, moved):
            return None
        if len(known.left) > 10_000:
            known.left.clear()
        built = {model.section_edited(moved), *_stages_changed(model)}
        changed = {*built, *_ruled_anew(known.rules, rules), *(() if typed else known.owed)}
        owed = known.owed | built if typed else frozenset()
        return _Kept(context, remarks, off, anew(known, changed), rules, known.left, owed)

    kept = model.kept(key := ("sections", selection), find, move)
    if kept.context is not context or kept.remarks is not remarks:  # the same text, but more is known since
        kept = model.keep(key, find())
    elif kept.owed and not typed:
        kept = model.keep(key, kept._replace(sections=anew(kept, kept.owed), owed=frozenset()))
    return kept.sections


def split(
    findings: Iterable[Finding], off: Suppressions, start: int, locked: frozenset[str] = frozenset()
) -> tuple[list[Finding], list[tuple[int, str]]]:
    """Findings whose spans count from `start`: those that are shown, and the places and names of the others.

    No comment hides what is `locked`.
    """
    shown, hidden = [], []
    for finding in findings:
        if off.hide(finding, start) and finding.code not in locked:
            hidden.append((finding.span.start, finding.name))
        else:
            shown.append(finding)
    return shown, hidden


def _of_section(
    model: Model,
    selection: Selection,
    context: Context | None,
    remarks: Remarks | None,
    rules: Sequence[OfRule],
    index: int,
    typed: bool,
) -> Iterator[Placed]:
    """All findings in a section, with offsets from its start."""
    if index:
        stage = model.stages[index - 1]
        yield from stage_findings.of_stage(stage, model, selection)
        yield from build_findings.of_stage(stage, model, selection, context, typed=typed)
        if remarks is not None:
            yield from stage_findings.remarked(stage, remarks, selection)
    elif model.globals.units:
        for one in stage_findings.of_globals(model.globals, selection):
            yield one._replace(start=one.start + model.globals_start)
    for rule in rules:
        yield from rule.sections.get(index, ())


def _stages_changed(model: Model) -> Iterator[int]:
    """The sections of the stages that the last edit changed, and of those that take files from them."""
    for index in model.before:
        yield index + 1
        stage = model.stages[index]
        for name in (str(index), stage.name):
            yield from (other + 1 for other in build_findings.takers(model).get(name or "", ()))


def _ruled_anew(before: Sequence[OfRule], after: Sequence[OfRule]) -> Iterator[int]:
    """The sections in which rules over the file have different findings than before."""
    for old, new in zip(before, after, strict=True):
        if old is not new:
            both = old.sections.keys() | new.sections.keys()
            yield from (index for index in both if old.sections.get(index) != new.sections.get(index))


def _is_same(new: Section, old: Section) -> bool:
    """Whether both contain the same objects; equal findings of an edited instruction may be on other lines."""
    pairs = zip(new.groups, old.groups, strict=False)
    return (
        len(new.groups) == len(old.groups)
        and new.hidden == old.hidden
        and all(one.findings is other.findings and one.start == other.start for one, other in pairs)
    )


def _shown(
    left: dict[int, _Left],
    findings: tuple[Finding, ...],
    start: int,
    stop: int,
    off: Suppressions,
    locked: frozenset[str],
) -> tuple[tuple[Finding, ...], Hidden]:
    """The findings that are shown, and those suppressed; the same objects as long as the suppressions are equal."""
    names, kept = off.part(start, stop), left.get(id(findings))
    if kept is None or kept.source is not findings or kept.off != names:
        shown, hidden = split(findings, off, start, locked)
        kept = left[id(findings)] = _Left(findings, names, tuple(shown), tuple(hidden))
    return kept.findings, kept.hidden
