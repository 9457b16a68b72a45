"""Sources of COPY and ADD in the build context: completion of paths, and facts about a source."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import translate
from functools import cache

from dockwright.context.build_context import Context, clean
from dockwright.context.sources import taken
from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion, Hover
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_RARELY_COPIED = re.compile(
    r"\.|(?:.*\.)?(?:docker|container)file|(?:docker-)?compose\b|docker-bake|readme|licen[cs]e", re.IGNORECASE
)
_LOCK = re.compile(r"[-.]lock\b|\block\b|\.sum\Z|shrinkwrap", re.IGNORECASE)
MOST = 500
"""Maximum number of proposals; in a larger folder, another typed letter shows the others."""


def paths(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The files and folders for a source; those excluded by the ignore file come last."""
    context = _taken_from(snapshot, instruction)
    if context is None:
        return
    quote = typed[:1] if typed[:1] in "\"'" else ""
    folder, name = posixpath.split(typed[len(quote) :].lstrip("["))
    span = Span(word.end - len(name), word.end)
    for count, (child, is_folder) in enumerate(context.children(clean(folder), name)):
        if count >= MOST:
            return
        if child == ".git" or (" " in child and not quote):
            continue
        fate = context.fate(posixpath.join(folder, child))
        new = child + "/" if is_folder else child
        left_out = "" if fate.sent else f"excluded by line {fate.left_out[0][0].line + 1} of the ignore file"
        lock = "~" if _LOCK.search(child) else ""  # it is copied next to the file that it locks
        order = f"{_rank(child) if fate.sent else 3}{lock}{child}"
        yield Completion(
            new, "folder" if is_folder else "file", span, new, detail=left_out or _amount(fate.sent, fate.bytes),
            sort_text=order,
        )  # fmt: skip


@cache
def _manifests() -> re.Pattern[str]:
    return re.compile("|".join(map(translate, pages.table("templates"))))


def _rank(name: str) -> int:
    """Manifests of languages come first, files about the build or for people last."""
    if _manifests().match(name):
        return 0
    return 2 if _RARELY_COPIED.match(name) else 1


def brought(snapshot: Snapshot, offset: int) -> Hover | None:
    """What the source at `offset` takes from the context: total size, largest file, and excluded files."""
    if snapshot.context is None:
        return None
    source = next((source for source in taken(snapshot.model) if source.token.span.touches(offset)), None)
    if source is not None:
        return Hover(source.token.span, "\n\n".join(_told(snapshot.context, source.path)))
    step = snapshot.model.step_at(offset)
    named = _taken_from(snapshot, step.instruction) if step and step.instruction.flag("from") else None
    if step is None or named is None:
        return None
    token = next((token for token in step.instruction.arguments[:-1] if token.span.touches(offset)), None)
    path = step.before.expand(token.value, snapshot.tree.escape) if token else None
    return Hover(token.span, "\n\n".join(_told(named, path))) if token and path is not None else None


def named_context(snapshot: Snapshot, name: str) -> str:
    """The named context behind a name in FROM or `--from`, in Markdown; empty if there is none."""
    found = snapshot.context.named_contexts.get(name.lower()) if snapshot.context else None
    return f"**{name}** is a named context of the build: `{found.given.value}` ({found.given.label})" if found else ""


def _taken_from(snapshot: Snapshot, instruction: Instruction) -> Context | None:
    """The context that an instruction copies from: the main one, or a named one; None for a stage."""
    flag = instruction.flag("from")
    if flag is None or snapshot.context is None:
        return snapshot.context
    found = snapshot.context.named_contexts.get((flag.value or "").lower())
    return found.context if found else None


def _told(context: Context, path: str) -> Iterator[str]:
    fate = context.fate(path)
    yield f"**{_amount(fate.sent, fate.bytes)}**" if fate.sent else "**Nothing**"
    if fate.sent > 1 and fate.largest:
        yield f"The largest is `{fate.largest.path}`, {size(fate.largest.size)}."
    for rule, count in fate.left_out[:5]:
        ignored_by = context.contents.ignore.path if context.contents.ignore else ""
        yield f"Excluded: {count:,} by line {rule.line + 1} of `{ignored_by}`, `{rule.text.strip()}`."
    yield told(context)


def told(context: Context) -> str:
    """What the build context is, and what defines it."""
    sure = "" if context.sure else " This is a guess; another one can be chosen."
    said = f" ({context.origin})." if context.origin else "."
    return f"Build context: `{context.contents.root or '.'}`{said}{sure}"


def _amount(files: int, total: int) -> str:
    return f"{files:,} file{'s' if files != 1 else ''}, {size(total)}"


def size(count: int) -> str:
    """A number of bytes for display."""
    if count == 1:
        return "1 byte"
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:,.0f} {unit}" if unit == "bytes" or amount >= 100 else f"{amount:,.1f} {unit}"
