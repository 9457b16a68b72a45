"""Merge several adjacent RUNs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dockwright.config import Config
from dockwright.frozen import replace
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.shell import documents, joins
from dockwright.refactors.shell.effects import beyond_the_run, in_any_run, why_later_shells_differ
from dockwright.refactors.shell.flags import same_flags
from dockwright.refactors.shell.layout import comments_between, layout_of, moved_comments, moved_pragmas
from dockwright.refactors.shell.segment import Segment, segment
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.text import Edit, Span

_DEFAULTS = Config()
_WITHOUT_ERREXIT = "assumes that the base image sets no SHELL with `-e`"
_LONGEST = 100_000  # an argument of a process is limited to 128 KiB
Notes = list[list[str]]
Found = tuple[str, list[Edit]] | Refusal
"""The form, for the title, and the edits."""
Form = Callable[[Model, Sequence[Segment], Notes, Config], Found]


@refactor("refactor.rewrite.run.merge", "Merge RUN instructions", preferred=True)
def merge_run(model: Model, selection: Span, config: Config) -> Answer:
    """Merge the selected RUNs, or the one at the cursor with the next, in the simplest form that is exact."""
    steps = selected(model, selection)
    return _named(merged(model, steps, config, assuming=True), steps, selection) if len(steps) > 1 else None


@refactor("refactor.rewrite.run.merge.and", "Merge RUN instructions with `&&`", offered="selection")
def merge_by_and(model: Model, selection: Span, config: Config) -> Answer:
    """Merge as `a && b`."""
    return _in_form(model, selection, config, _by_and)


@refactor("refactor.rewrite.run.merge.set", "Merge RUN instructions under one `set -e`", offered="selection")
def merge_by_set(model: Model, selection: Span, config: Config) -> Answer:
    """Merge as `set -e; a; b`."""
    return _in_form(model, selection, config, _by_set)


@refactor("refactor.rewrite.run.merge.heredoc", "Merge RUN instructions into a heredoc", offered="selection")
def merge_by_heredoc(model: Model, selection: Span, config: Config) -> Answer:
    """Merge into the lines of a heredoc."""
    return _in_form(model, selection, config, _by_heredoc)


@refactor("refactor.rewrite.run.merge.subshells", "Merge RUN instructions, each in a subshell", offered="asked")
def merge_by_subshells(model: Model, selection: Span, config: Config) -> Answer:
    """Merge as `set -e; ( set +e; a ); ( set +e; b )`: verbose, and exact for almost any script."""
    return _in_form(model, selection, config, _by_subshells)


def merged(model: Model, steps: Sequence[Step], config: Config = _DEFAULTS, *, assuming: bool = False) -> Answer:
    """Merge adjacent RUNs of one stage.

    `assuming` accepts a base that is not known to use a shell without `-e`, if that matters, and adds that to the
    title.
    """
    read = _read(model, steps)
    if isinstance(read, Refusal):
        return read
    segments, notes = read
    exact = _plainest(model, segments, notes, config)
    if not assuming or isinstance(exact, Rewrite) or all(one.errexit != "unknown" for one in segments):
        return exact
    plain = [replace(one, errexit="off") if one.errexit == "unknown" else one for one in segments]
    found = _plainest(model, plain, notes, config)
    return replace(found, cost=f"{found.cost}; {_WITHOUT_ERREXIT}") if isinstance(found, Rewrite) else exact


def _plainest(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Answer:
    reason: Refusal | None = None  # for the longest form
    forms = (_by_heredoc,) if any(one.heredoc for one in segments) else _plain_forms(segments)
    for form in forms:
        found = form(model, segments, notes, config)
        if not isinstance(found, Refusal):
            return _rewrite(model, segments, *found)
        reason = found
    return reason


def selected(model: Model, selection: Span) -> list[Step]:
    """The RUNs in a selection; at a cursor, the one there and the next, or else the previous one."""
    stage = model.stage_at(selection.start)
    steps = list(stage.steps) if stage else []
    touched = [index for index, step in enumerate(steps) if step.instruction.span.overlaps(selection)]
    if selection.start == selection.end and len(touched) == 1:
        at = touched[0]
        behind = at + 1 < len(steps) and is_run(steps[at + 1], steps[at])
        touched = [at, at + 1] if behind else [at - 1, at]
    found = [steps[index] for index in touched if index < len(steps)]
    return found if all(is_run(step, found[0]) for step in found) else []


def _named(answer: Answer, steps: Sequence[Step], selection: Span) -> Answer:
    """With a title that names, at a cursor, the other RUN."""
    if not isinstance(answer, Rewrite) or len(steps) != 2 or selection.start != selection.end:
        return answer
    where = "below" if steps[0].instruction.span.overlaps(selection) else "above"
    return replace(answer, title=answer.title.replace("Merge 2 RUNs", f"Merge this RUN and the one {where}"))


def is_run(step: Step, other: Step) -> bool:
    """Whether both are RUN, or both ONBUILD RUN."""
    names = [(each.instruction.name, each.instruction.inner and each.instruction.inner.name) for each in (step, other)]
    return names[0] == names[1] and "RUN" in names[0]


def _read(model: Model, steps: Sequence[Step]) -> tuple[list[Segment], Notes] | Refusal:
    """The RUNs as parts of one script, and the comments between them; or why that is not possible."""
    segments: list[Segment] = []
    for step in steps:
        found = segment(model, step)
        if isinstance(found, Refusal):
            return found
        last = step is steps[-1]
        reason = in_any_run(found.script) or (None if last else beyond_the_run(found.script, _state(step)))
        if reason is not None:
            return Refusal(reason)
        segments.append(found)
    if reason := same_flags([one.instruction for one in segments]):
        return Refusal(reason)
    if sum(len(one.script.text) for one in segments) > _LONGEST:
        return Refusal("Together they are too long for one command of a shell")
    for index, one in enumerate(segments):
        for later in segments[index + 1 :]:
            if reason := why_later_shells_differ(
                one.script, later.script, steps[0].before, known=one.errexit != "unknown"
            ):
                return Refusal(reason)
    notes = comments_between(model, segments)
    return notes if isinstance(notes, Refusal) else (segments, notes)


def _state(step: Step) -> State:
    """The state before a RUN; under ONBUILD that of an unknown stage, which has another folder."""
    return replace(step.before, workdir=None, workdir_set=False) if step.instruction.inner else step.before


def _in_form(model: Model, selection: Span, config: Config, form: Form) -> Answer:
    """One form, if it is possible and not the one that `merge_run` offers anyway."""
    steps = selected(model, selection)
    read = _read(model, steps) if len(steps) > 1 else None
    if read is None or isinstance(read, Refusal):
        return None
    segments, notes = read
    found = form(model, segments, notes, config)
    if isinstance(found, Refusal):
        return found
    plainest = merged(model, steps, config)
    rewrite = _rewrite(model, segments, *found)
    return None if isinstance(plainest, Rewrite) and plainest.edits == rewrite.edits else rewrite


def _plain_forms(segments: Sequence[Segment]) -> tuple[Form, ...]:
    shared = "e" in segments[0].prelude and all(one.prelude == segments[0].prelude for one in segments)
    if shared and not any(one.joined_by == "&&" for one in segments):
        return (_by_set, _by_and, _by_semicolon)
    return (_by_and, _by_semicolon)


def _by_and(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Found:
    return _on_one_line(model, segments, notes, config, joins.by_and, "with `&&`")


def _by_semicolon(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Found:
    return _on_one_line(model, segments, notes, config, joins.by_semicolon, "under `set -e`")


def _by_set(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Found:
    def quiet(parts: Sequence[Segment]) -> joins.Joined | Refusal:
        found = joins.by_semicolon(parts)
        if isinstance(found, joins.Joined) and found.verbose:
            return Refusal("One of them continues after a failure, so one `set -e` cannot apply to all")
        return found

    return _on_one_line(model, segments, notes, config, quiet, "under `set -e`")


def _by_subshells(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Found:
    def verbose(parts: Sequence[Segment]) -> joins.Joined | Refusal:
        return joins.by_semicolon(parts, verbose=True)

    return _on_one_line(model, segments, notes, config, verbose, "in subshells")


def _on_one_line(
    model: Model,
    segments: Sequence[Segment],
    notes: Notes,
    config: Config,
    join: Callable[[Sequence[Segment]], joins.Joined | Refusal],
    how: str,
) -> Found:
    if any(one.heredoc for one in segments):
        return Refusal("A heredoc can only be merged into another heredoc")
    found = join(segments)
    if isinstance(found, Refusal):
        return found
    layout = layout_of(model.tree, segments, config.format.indent or 4)
    return how, joins.edits_of(segments, found, layout, notes)


def _by_heredoc(model: Model, segments: Sequence[Segment], notes: Notes, config: Config) -> Found:
    if reason := documents.why_no_heredoc(model.tree, config):
        return Refusal(reason)
    lines = documents.merged(segments, notes)
    if isinstance(lines, Refusal):
        return lines
    span = Span(segments[0].instruction.arguments_span.start, segments[-1].instruction.end)
    return "into a heredoc", [Edit(span, documents.heredoc(lines))]


def _rewrite(model: Model, segments: Sequence[Segment], how: str, edits: list[Edit]) -> Rewrite:
    moved, pragmas = moved_comments(model, segments), moved_pragmas(model, segments)
    if moved and pragmas and moved[0].span == pragmas[0].span:  # the comments stay above what tools read
        moved, pragmas = [Edit(moved[0].span, moved[0].new + pragmas[0].new)], pragmas[1:]
    all_edits = tuple(sorted([*moved, *pragmas, *edits]))
    return Rewrite(f"Merge {len(segments)} RUNs {how}", all_edits, "one layer, cached as one")
