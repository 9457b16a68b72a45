"""Runs the rules over a model, each only where its input changed."""

from __future__ import annotations

from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.file_findings import in_sections
from dockwright.findings.finding import Group
from dockwright.findings.report import Report, Section
from dockwright.findings.running import of_rules
from dockwright.findings.sections import sections, split
from dockwright.findings.selection import Selection, only, select
from dockwright.findings.shell.shellcheck_values import Remarks
from dockwright.findings.suppressions import Silenced, Suppressions, suppressions
from dockwright.semantics.mistakes.corrected_model import as_meant
from dockwright.semantics.model import Model

__all__ = ["Selection", "check", "look_around", "only", "report", "select"]


def check(
    model: Model, selection: Selection, context: Context | None = None, remarks: Remarks | None = None
) -> list[Group]:
    """All findings of a file, like `report`, in groups with offsets from the start of the file."""
    return report(model, selection, context, remarks).groups()


def look_around(model: Model, selection: Selection, context: Context) -> None:
    """Fill the caches of the context with what rules over files ask, to make a later report faster."""
    of_rules(selection.surroundings, Surroundings(model, context), selection.config)


def report(
    model: Model,
    selection: Selection,
    context: Context | None = None,
    remarks: Remarks | None = None,
    *,
    typed: bool = False,
) -> Report:
    """All findings of a file, by section; a section is the same object if nothing in it changed.

    Without a `context`, rules about the build context do not run; `remarks` are those of ShellCheck. While the author
    has not paused (`typed`), rules about the build do not run on what was edited: what they said before stays.
    """
    hadolint = selection.config.profile == "hadolint"
    off = suppressions(model, hadolint) if selection.config.inline_ignores else None
    if selection.as_written:
        model = as_meant(model)
    found = Report(sections(model, selection, context, remarks, off, typed=typed), model.section_starts)
    if off is None or not selection.silenced:
        return found
    running = selection.running if context is None else selection.running_around
    return _with_unused(found, Silenced(model, running, found.hidden()), off, selection)


def _with_unused(found: Report, silenced: Silenced, off: Suppressions, selection: Selection) -> Report:
    """Add findings about suppression comments that hide nothing."""
    unused = split(of_rules(selection.silenced, silenced, selection.config), off, 0, selection.locked)[0]
    if not unused:
        return found
    kept: dict[int, tuple[Section, Section]] = silenced.model.structure.memo.setdefault(("unused", selection), {})
    result = list(found.sections)
    for index, placed in in_sections(silenced.model, unused, "").sections.items():
        own = result[index]
        made = own._replace(groups=own.groups + tuple(Group(one.findings, one.start) for one in placed))
        known = kept.get(index)
        if known is None or known[0] is not own or known[1].groups != made.groups:
            known = kept[index] = own, made
        result[index] = known[1]
    return found._replace(sections=result)
