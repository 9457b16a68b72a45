"""Fixes in the ignore file of a build context: add lines, or remove a line."""

from __future__ import annotations

from dockwright.context.build_context import Context, clean
from dockwright.context.ignore import reader
from dockwright.context.ignore.reader import IgnoreFile, Rule
from dockwright.findings.finding import Addition, Fix
from dockwright.lazy import pattern

MOST_LINES = 10
_PLAIN = pattern(r"!?[\w./@+*-][\w ./@+*-]*")


def add_to_ignore_file(context: Context, lines: list[str]) -> tuple[Fix, ...]:
    """The fix that appends these lines, where they take precedence; none for names that need escapes."""
    lines = list(dict.fromkeys(lines))[:MOST_LINES]
    if not context.place or not all(_PLAIN.fullmatch(line) and line == line.strip() for line in lines):
        return ()
    held = context.contents
    path = held.ignore.path if held.ignore else f"{held.root}/.dockerignore".lstrip("/")
    line, column = held.ignore.end if held.ignore else (0, 0)
    text = ("\n" if column else "") + "".join(f"{line}\n" for line in lines)
    place = f"{context.place.rstrip('/')}/{path}"
    what = f"`{lines[0]}`" + (f" and {len(lines) - 1} more" if len(lines) > 1 else "")
    title = f"Add {what} to `{path}`" if held.ignore else f"Create `{path}` with {what}"
    return (Fix(title, (), False, addition=Addition(place, text, line, column, held.ignore is None)),)


def remove_from_ignore_file(context: Context, rule: Rule, source: str) -> tuple[Fix, ...]:
    """The fix that removes a line, if that only brings back what a source names."""
    held = context.contents
    if held.ignore is None or not context.place:
        return ()
    decided = [entry.path for entry in held.entries if entry.rule == rule]
    wanted = {entry.path for entry in context.named(clean(source))}
    others = IgnoreFile(held.ignore.path, tuple(other for other in held.ignore.rules if other != rule))
    decider = reader.Decider(others)
    if not wanted.issuperset(decided) or any(decider.ignored(decided)):
        return ()
    last, column = held.ignore.end
    begin, until = ((rule.line, 0), (rule.line + 1, 0)) if rule.line < last else ((rule.line, 0), (last, column))
    place = f"{context.place.rstrip('/')}/{held.ignore.path}"
    title = f"Remove line {rule.line + 1}, `{rule.text.strip()}`, from `{held.ignore.path}`"
    return (Fix(title, (), False, addition=Addition(place, "", *begin, False, until)),)
