"""A difference as JSON, text or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dockwright.l10n.parts import Say, filled
from dockwright.plan.as_json import value_as_json
from dockwright.plan.difference.compare import Difference
from dockwright.plan.difference.configurations import Change
from dockwright.plan.difference.keys import Work
from dockwright.plan.difference.step_rows import stage_name, step_rows
from dockwright.plan.phrases import origin_of, size_of, value_of
from dockwright.text import printable

_SECTIONS = {
    "configuration": "Configuration",
    "arguments": "Build",
    "steps": "Steps",
    "packages": "Packages",
    "cache": "Cache",
    "context": "Build context",
    "findings": "Findings",
}


def as_json(found: Difference, rewritings: Sequence[str]) -> dict[str, Any]:
    """The difference as plain values, as docs/plan.md describes them."""
    return {
        "same": found.is_same,
        "rewritings": list(rewritings),
        "config": [
            {"name": change.name, "before": value_as_json(change.before), "after": value_as_json(change.after)}
            for change in found.configuration
        ],
        "build": list(found.arguments),
        "steps": [
            {"stage": stage, "kind": change.kind, "before": _work(change.before), "after": _work(change.after)}
            for stage, change in found.steps
        ],
        "packages": [{"change": mark, "package": name} for mark, name in found.packages],
        "cache": [
            {"stage": one.stage, "fromLine": one.line, "steps": one.steps, "perhaps": one.perhaps}
            for one in found.cache
        ],
        "context": None
        if found.sent is None
        else {name: one._asdict() for name, one in zip(("before", "after"), found.sent, strict=True)},
        "findings": [
            {"change": mark, "code": code, "message": message, "line": line}
            for mark, code, message, line in found.findings
        ],
    }


def _work(work: Work | None) -> dict[str, Any] | None:
    return {"line": work.line, "text": work.text} if work else None


def verdict(found: Difference, rewritings: Sequence[str], say: Say) -> str:
    """One line that says whether the image is the same."""
    if not found.is_same:
        return say("The image changes.")
    if not rewritings:
        return say("The image is the same.")
    titles = "; ".join(map(say, dict.fromkeys(rewritings)))
    return filled(say, "The image is the same (by rewritings that keep the meaning: {}).", titles)


def as_text(found: Difference, rewritings: Sequence[str], say: Say = str) -> str:
    """Lines of text; `-` is the old state, `+` the new one."""
    lines = [verdict(found, rewritings, say)]
    for title, rows in _sections(found, say):
        lines += [title, *(f"  {printable(row)}" for row in rows)]
    return "\n".join(lines) + "\n"


def as_markdown(found: Difference, rewritings: Sequence[str], say: Say = str) -> str:
    """Markdown for a comment on a pull request."""
    lines = [f"**{printable(verdict(found, rewritings, say))}**"]
    for title, rows in _sections(found, say):
        shown = [printable(row).replace("```", "` ` `") for row in rows]
        lines += ["", f"{title}", "", "```diff", *(row if row[:1] in "+-" else f"  {row}" for row in shown), "```"]
    return "\n".join(lines) + "\n"


def _sections(found: Difference, say: Say) -> Iterator[tuple[str, list[str]]]:
    rows: dict[str, list[str]] = {
        "configuration": [row for change in found.configuration for row in _config_rows(change, say)],
        "arguments": [say(row) for row in found.arguments],
        "steps": [row for stage, change in found.steps for row in step_rows(stage, change, say)],
        "packages": [f"{mark} {name}" for mark, name in found.packages],
        "cache": [
            f"{stage_name(one.stage, say)}: "
            + say(
                f"{'perhaps ' * one.perhaps}from line {one.line} on, "
                f"{one.steps} {'step runs' if one.steps == 1 else 'steps run'} again"
            )
            for one in found.cache
        ],
        "context": [
            f"{mark} " + say(f"sends {one.files:,} {'file' if one.files == 1 else 'files'}, {size_of(one.bytes)}")
            for mark, one in zip("-+", found.sent or (), strict=False)
        ],
        "findings": [
            f"{mark} {say(f'line {line}')}: {code}: {say(message)}" for mark, code, message, line in found.findings
        ],
    }
    for name, title in _SECTIONS.items():
        if rows[name]:
            yield say(title), rows[name]


def _config_rows(change: Change, say: Say) -> Iterator[str]:
    for mark, value in (("-", change.before), ("+", change.after)):
        if value.origin == "unset" and value.is_known:
            continue
        origin = origin_of(value, say)
        name = say(change.name)
        shown = name if value.value == {} else f"{name}: {value_of(value, say('(empty)'), say)}"
        yield f"{mark} {shown}" + (f"  ({origin})" if origin else "")
