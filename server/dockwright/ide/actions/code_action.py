"""Code actions at a selection: the fixes of findings, individually and all at once, and refactorings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockwright.frozen import replace
from dockwright.ide.actions.fix_all import KIND, fix_all, is_fixable, kind_edits, of_a_kind
from dockwright.ide.actions.fixes import fixes, wanted
from dockwright.ide.actions.suppress import KIND as IGNORE
from dockwright.ide.actions.suppress import ignoring
from dockwright.ide.duplicate_actions import Change, change, changes
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import CodeAction
from dockwright.refactors.kit.refactor import (
    Answer,
    Refactor,
    Refusal,
    Rewrite,
    all_refactors,
    by_kind,
    fixing,
    with_cost,
)
from dockwright.refactors.run.merge_all_runs import merge_everywhere
from dockwright.text import Span

FIX_ALL = "source.fixAll.dockwright"
_FIRST = (
    "refactor.extract",
    "refactor.inline",
    "refactor.rewrite.run.merge",
    "refactor.rewrite.run.split",
    "refactor.rewrite.packages.updateWithInstall",
    "refactor.rewrite.packages.sort",
    "refactor.rewrite.run.cacheMount",
    "refactor.rewrite.run.toHeredoc",
    "refactor.rewrite.run.fromHeredoc",
    "refactor.rewrite.run.lines",
)
EVERYWHERE = " everywhere"
"""Suffix of the key of a refactoring that is applied to the whole file."""


def actions(snapshot: Snapshot, span: Span, only: tuple[str, ...] = ()) -> list[CodeAction]:
    """The actions for a selection; `only` lists kinds, each of which includes the kinds below it."""
    found: list[CodeAction] = []
    if wanted("quickfix", only):
        found += fixes(snapshot.findings, span)
        known = changes(snapshot.text, found)
        found += (action for action in _fixing(snapshot, span) if not changes(snapshot.text, [action]) & known)
        found += of_a_kind(snapshot, span, _answer)
    if not only or any(asked.partition(".")[0] == "refactor" for asked in only):
        beside = {} if only else _beside(snapshot, span)
        if found:  # editors put what is preferred first, and that is the fix of what is at the cursor
            beside = {own: replace(action, preferred=False) for own, action in beside.items()}
        found += _refactors(snapshot, span, only, changes(snapshot.text, found), beside)
    last = list(_last(snapshot, span, only))
    if wanted(FIX_ALL, only) and (only or found or last) and is_fixable(snapshot):
        found.append(CodeAction("Fix all problems with a safe fix", FIX_ALL, key=FIX_ALL))
    return found + last


def _last(snapshot: Snapshot, span: Span, only: tuple[str, ...]) -> Iterator[CodeAction]:
    """The suppression actions; only quick fixes if the client asks for these, as a list of problems does."""
    if wanted(IGNORE, only):
        yield from ignoring(snapshot, span)
    elif wanted("quickfix", only):
        yield from ignoring(snapshot, span, "quickfix")


def resolve(snapshot: Snapshot, span: Span, key: str) -> CodeAction | None:
    """Compute the edits of an action that was returned without them; `key` is the key of the action."""
    if key == FIX_ALL:
        return CodeAction("", FIX_ALL, fix_all(snapshot))
    if key.startswith(KIND):
        return CodeAction("", "quickfix", kind_edits(snapshot, key[len(KIND) :], _answer))
    if key.endswith(EVERYWHERE):
        key, span = key.removesuffix(EVERYWHERE), snapshot.tree.span()
    item = by_kind().get(key)
    answer = _answer(snapshot, item, span) if item else None
    return _action(answer, key) if isinstance(answer, Rewrite) else None


def merge_all_runs(snapshot: Snapshot) -> CodeAction | None:
    """Merge all adjacent RUNs of the document that can be merged; None if there are none."""
    found = merge_everywhere(snapshot.model, snapshot.config)
    return _action(found, "refactor.rewrite.run.mergeAll") if found else None


def _refactors(
    snapshot: Snapshot, span: Span, only: tuple[str, ...], known: set[Change], beside: Mapping[Change, CodeAction]
) -> Iterator[CodeAction]:
    """Refactorings, except for those equal to a fix or another refactoring in the list.

    One that is equal to a fix `beside` the selection is returned as that fix; otherwise VS Code adds such a fix itself.
    """
    shown: set[str] = set()
    for item in sorted(all_refactors(), key=_rank):
        if not only and item.unless in shown:
            continue
        answer = _answer(snapshot, item, span) if item.is_wanted(span, only) else None
        if isinstance(answer, Rewrite):
            own = change(snapshot.text, answer.plain, answer.addition)
            if own in known:
                continue
            known.add(own)
            shown.add(item.kind)
            if own in beside:
                yield beside[own]
                continue
            yield CodeAction(answer.named, item.kind, key=item.kind, preferred=item.preferred, addition=answer.addition)
            if item.everywhere and _has_more(snapshot, span):
                title = with_cost(f"{item.title}, everywhere in this file", answer.cost)
                yield CodeAction(title, item.kind, key=item.kind + EVERYWHERE)
        elif isinstance(answer, Refusal):
            yield CodeAction(item.title, item.kind, disabled=answer.reason)


def _beside(snapshot: Snapshot, span: Span) -> dict[Change, CodeAction]:
    """The fixes of findings in the selected lines, by the change that they make."""
    first, last = (snapshot.text.line_span(snapshot.text.line_of(offset)) for offset in span)
    line = Span(first.start, last.end)
    found = (*_fixing(snapshot, line), *fixes(snapshot.findings, line))
    return {own: action for action in found for own in changes(snapshot.text, [action])}


def _rank(item: Refactor) -> int:
    """The most wanted refactorings come first, the others by kind."""
    return next((index for index, kind in enumerate(_FIRST) if f"{item.kind}.".startswith(f"{kind}.")), len(_FIRST))


def _has_more(snapshot: Snapshot, span: Span) -> bool:
    """Whether the file has another instruction, outside the selection, like the one at its start."""
    found = snapshot.tree.at(span.start)
    return found is not None and any(
        other.name == found.name and other.start != found.start and not other.span.overlaps(span)
        for other in snapshot.tree.instructions
    )


def _fixing(snapshot: Snapshot, span: Span) -> Iterator[CodeAction]:
    """The refactorings that fix findings which overlap the selection."""
    for index, finding in enumerate(snapshot.findings):
        if not finding.span.overlaps(span):
            continue
        for item in fixing(finding.code):
            answer = _answer(snapshot, item, Span(finding.span.start, finding.span.start))
            if isinstance(answer, Rewrite):
                yield replace(_action(answer, "quickfix"), finding=index, preferred=item.preferred)


def _answer(snapshot: Snapshot, item: Refactor, span: Span) -> Answer:
    try:
        return item.apply(snapshot.model, span, snapshot.context, snapshot.config)
    except Exception:  # a refactoring that crashes only loses its own actions; tests check the log
        import logging

        logging.getLogger("dockwright").exception("refactoring %s failed", item.kind)
        return None


def _action(answer: Rewrite, kind: str) -> CodeAction:
    return CodeAction(answer.named, kind, answer.edits, answer.snippets, addition=answer.addition)
