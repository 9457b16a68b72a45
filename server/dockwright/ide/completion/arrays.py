"""Completion of items of JSON arrays: programs with arguments, shells, folders, and sources of copies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockwright.frozen import replace
from dockwright.ide.completion.commands import commands, forms, of_shell
from dockwright.ide.completion.folders import brought_files, destinations, held, takes_all, volume_folders
from dockwright.ide.completion.image_paths import of_start
from dockwright.ide.context_sources import paths
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.lazy import pattern
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span, as_snippet

_ITEMS = pattern(r'(?:\s*"(?:[^"\\\n]|\\.)*"\s*,)*')
_LAST = pattern(r'\s*(?P<quote>"?)(?P<typed>(?:[^"\\\n]|\\.)*)\Z')
_REST = pattern(r'[^",\]\n]*"')
_TEST = pattern(r"\s*CMD(?=[\s\[])", re.IGNORECASE)
_PROGRAMS = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"})
_WHOLE = frozenset({"CMD", "ENTRYPOINT", "SHELL", "VOLUME"})
"""Instructions for which other modules propose whole arrays at the `[`."""


class Item(NamedTuple):
    """The item at the cursor."""

    before: tuple[str, ...]
    """The previous items."""
    span: Span
    """The existing text of the item, without quotes."""
    typed: str
    opening: str
    """The opening quote, if it is missing."""
    closing: str
    """The text that is missing after the item."""
    is_last: bool
    is_free: bool
    """Whether no other item follows directly."""


def items(snapshot: Snapshot, instruction: Instruction, offset: int) -> list[Completion] | None:
    """Proposals for the item at the cursor; None outside of arrays, or where whole arrays are proposed."""
    item = item_at(snapshot, instruction, offset)
    if item is not None and not item.is_free:
        return []
    if item is None or (item.opening and not item.before and instruction.name in _WHOLE):
        return None
    if instruction.name == "HEALTHCHECK" and item.opening and not item.before:
        return list(_tests(snapshot, instruction, item))
    found = list(_values(snapshot, instruction, item))
    if instruction.name in ("CMD", "ENTRYPOINT") and item.before:
        known = {one.new_text.removesuffix("/") for one in found}
        in_image = of_start(snapshot, instruction, item.span, f'"{item.typed}')
        # programs that certainly exist come before those of other images
        found += [replace(one, sort_text=f"!{one.sort_text}") for one in in_image if one.new_text not in known]
    return [_closed(item, one) for one in found if one.new_text != snapshot.text.slice(one.span)]


def item_at(snapshot: Snapshot, instruction: Instruction, offset: int) -> Item | None:
    """The item of an array that is valid up to the cursor."""
    text = snapshot.text
    start = max([instruction.keyword.span.end, *(flag.span.end for flag in instruction.flags)])
    escape = re.escape(snapshot.tree.escape)
    before = re.sub(rf"{escape}[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*", " ", text.slice(Span(start, offset)))
    if instruction.name == "HEALTHCHECK":
        test = _TEST.match(before)
        before = before[test.end() :] if test else ""
    before = before.lstrip()
    if not before.startswith("["):
        return None
    whole = _ITEMS.match(before, 1)
    last = _LAST.match(before, whole.end() if whole else 1)
    if whole is None or last is None or (last["typed"] and not last["quote"]):
        return None
    try:
        values = json.loads(f"[{whole[0].strip().removesuffix(',')}]")
        typed = json.loads(f'"{last["typed"]}"')
    except ValueError:
        return None
    rest = text.slice(Span(offset, max(offset, instruction.end)))
    line = rest.partition("\n")[0]
    is_free = bool(last["quote"]) or line.strip()[:1] in ("", "]")
    end = _REST.match(line) if last["quote"] else None
    closing = "" if end else '"' if "]" in rest else '"]'
    is_last = '"' not in rest[end.end() if end else 0 :]
    span = Span(offset - len(last["typed"]), offset)
    return Item(tuple(values), span, typed, "" if last["quote"] else '"', closing, is_last, is_free)


def _values(snapshot: Snapshot, instruction: Instruction, item: Item) -> Iterable[Completion]:
    if instruction.name in ("COPY", "ADD"):
        if item.before and item.is_last:
            return _plain("folder", destinations(snapshot, instruction), item)
        word = f'"{item.typed}'
        of_stage = _plain("folder", held(snapshot, instruction), item) if instruction.flag("from") else ()
        return [*of_stage, *paths(snapshot, instruction, item.span, word)]
    if instruction.name == "VOLUME":
        found = (folder for folder in volume_folders(snapshot, instruction) if folder not in item.before)
        return _plain("folder", found, item)
    if instruction.name in _PROGRAMS or instruction.name == "SHELL":
        return _words(snapshot, instruction, item)
    return ()


def _words(snapshot: Snapshot, instruction: Instruction, item: Item) -> Iterator[Completion]:
    """The next words of known commands; then the files that COPY puts into the image."""
    count = len(item.before)
    known = commands(snapshot, instruction)
    if instruction.name == "SHELL" and count:
        known += of_shell(item.before[0])
    rows = [row for row in known if row[:count] == item.before and len(row) > count]
    words = [row[count] for row in rows]
    step = snapshot.model.step_at(instruction.start)
    if instruction.name == "SHELL" or step is None:
        yield from _plain("value", dict.fromkeys(words), item)
        return
    files = brought_files(snapshot, instruction)
    folder = step.before.workdir
    if count and folder:
        files = [path.removeprefix(f"{folder.rstrip('/')}/") for path in files]
    # a word of a known command that is not an option is only an example, and so are the shells
    sure = [word for word in words if (word.startswith("-") if count else not word.endswith("sh"))]
    found = dict.fromkeys((*sure, *files, *words))
    yield from _plain("value", found, item)
    if count and folder and takes_all(snapshot, instruction, folder):
        for one in paths(snapshot, instruction, item.span, f'"{item.typed}'):
            if one.new_text not in found:
                yield replace(one, sort_text=f"~{one.sort_text}")


def _tests(snapshot: Snapshot, instruction: Instruction, item: Item) -> Iterator[Completion]:
    """Whole arrays for HEALTHCHECK, from the bracket on."""
    start = snapshot.text.string.rindex("[", instruction.start, item.span.start)
    end = item.span.end + (snapshot.text.string[item.span.end : item.span.end + 1] == "]")
    for order, (label, snippet) in enumerate(forms(snapshot, instruction)):
        yield Completion(label, "snippet", Span(start, end), snippet, is_snippet=True, sort_text=f"{order:02}")


def _plain(kind: str, values: Iterable[str], item: Item) -> Iterator[Completion]:
    for order, value in enumerate(values):
        yield Completion(value, kind, item.span, value, sort_text=f"{order:02}")  # type: ignore[arg-type]


def _closed(item: Item, one: Completion) -> Completion:
    """A proposal with the missing quotes and bracket; the cursor is where typing continues."""
    new, filtered = json.dumps(one.new_text, ensure_ascii=False)[1:-1], one.filter_text or one.label
    if not item.opening and not item.closing:
        return replace(one, new_text=new)
    if item.opening:
        filtered = f'"{filtered}'
    new, closing = f"{item.opening}{new}", item.closing
    if one.kind == "folder" and one.new_text.endswith("/"):
        return replace(one, new_text=f"{as_snippet(new)}$0{closing}", filter_text=filtered, is_snippet=True)
    if closing.endswith("]"):
        return replace(one, new_text=f'{as_snippet(new)}"$0]', filter_text=filtered, is_snippet=True)
    return replace(one, new_text=new + closing, filter_text=filtered)
