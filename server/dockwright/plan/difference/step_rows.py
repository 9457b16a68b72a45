"""Steps that differ, a line of text each, cut so that the difference stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import takewhile

from dockwright.l10n.parts import Say, filled
from dockwright.plan.difference.keys import Work
from dockwright.plan.difference.pairs import StepChange
from dockwright.plan.phrases import cut

_MOST_NAMES = 5
_LONGEST = 160
_BEFORE = 24
"""So many characters are shown before the first difference, at least."""


def stage_name(title: str, say: Say) -> str:
    """The title of a stage; names that an author gave have no blanks, and stay."""
    return say(title) if " " in title else title


def step_rows(title: str, change: StepChange, say: Say) -> Iterator[str]:
    """`-` and the old step, `+` and the new one; a sentence where their texts are equal."""
    before, after, stage = change.before, change.after, stage_name(title, say)
    if before is None or after is None:
        for mark, work in (("-", before), ("+", after)):
            if work is not None:
                yield f"{mark} {stage}, {say(f'line {work.line}')}: {cut(_line(work), _LONGEST)}"
        return
    if change.kind == "moved":
        way = "up" if change.is_up else "down"
        moved = f"moved {way} in {{}}, from old line {{}} to new line {{}}"
        yield f"{filled(say, moved, stage, before.line, after.line)}: {cut(_line(after), _LONGEST)}"
        return
    old, new = _line(before), _line(after)
    if old == new:
        changed = filled(say, "changed in {}, line {}, by {}", stage, after.line, _around(before, after, say))
        yield f"{changed}: {cut(new, _LONGEST)}"
        return
    start = _start(old, new)
    for mark, work, text in (("-", before, old), ("+", after, new)):
        yield f"{mark} {stage}, {say(f'line {work.line}')}: {cut(_from(text, start), _LONGEST)}"


def _line(work: Work) -> str:
    """The text on one line."""
    return work.text.replace("\n", " ↵ ")


def _start(old: str, new: str) -> int:
    """The place from which on two texts are shown: 0 if both fit, else a word that stands before the difference."""
    if max(len(old), len(new)) <= _LONGEST:
        return 0
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    blank = old.rfind(" ", 0, max(0, common - _BEFORE)) + 1
    return blank if common - blank < _LONGEST // 2 else common - _BEFORE


def _from(text: str, start: int) -> str:
    keyword = text.partition(" ")[0]
    return f"{keyword} … {text[start:]}" if start > len(keyword) + 1 else text


def _around(before: Work, after: Work, say: Say) -> str:
    """What differs between two steps of the same text."""
    if after.step.instruction.name == "FROM":
        bases = (work.key[1] or say("not known") for work in (after, before))
        return filled(say, "another base, {} instead of {}", *bases)
    old, new = before.step.before, after.step.before
    names = {name for name, _ in {*old.variables.items()} ^ {*new.variables.items()}}
    found = [
        say(f"another {what}")
        for what, one, other in (
            ("folder", old.workdir, new.workdir),
            ("user", old.user, new.user),
            ("shell", old.shell, new.shell),
        )
        if one != other
    ]
    if names:
        more = " and more" * (len(names) > _MOST_NAMES)
        found.append(filled(say, f"other values of {{}}{more}", ", ".join(sorted(names)[:_MOST_NAMES])))
    if not found:
        return say("another stage of that name or number")
    return reduce(lambda one, other: filled(say, "{} and {}", one, other), found)
