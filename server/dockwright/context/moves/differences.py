"""What a Dockerfile would take otherwise than before, when a move and its edits are done."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property

from dockwright.context.contents import Contents, contents
from dockwright.context.inline_dockerfiles import Within
from dockwright.context.moves.dockerfiles import Dockerfile
from dockwright.context.moves.paths import Move, relative, taken_out
from dockwright.context.sources import Source
from dockwright.context.values import Workspace
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

Fate = dict[str, bool]
"""The files that a source names, by their paths after the move, and whether they are sent."""
SAME = Move(())


class Sides:
    """A workspace before and after a move, whole and with nothing but what moves."""

    def __init__(self, before: Workspace, then: Workspace, move: Move, within: Within) -> None:
        self.before, self.then, self.move, self.within = before, then, move, within
        moving = {path for path in before.files if move.takes(path)}
        arrived = set(map(move, moving))
        self.moving = taken_out(before, moving.__contains__), taken_out(then, arrived.__contains__)

    def text(self, one: Dockerfile) -> str | None:
        """The Dockerfile as it will be."""
        text = self.then.read(self.move(one.path))
        if text is None or one.held is None:
            return text
        found = self.within(one.path, text)
        return found[one.index].text if one.index < len(found) else None


class _Context:
    """One context of a Dockerfile on both sides: all of it is looked at only where more than what moves may change."""

    def __init__(self, one: Dockerfile, folder: str, sides: Sides) -> None:
        self._sides, self._folder = sides, folder
        self.ignores = one.ignore_file(folder, sides.before, SAME), one.ignore_file(folder, sides.then, sides.move)
        old, new = self.ignores
        texts = sides.before.read(old) if old else None, sides.then.read(new) if new else None
        self.same_rules = texts[0] == texts[1]

    def fates(self, old: Source, new: Source) -> tuple[Fate, Fate]:
        """What a source takes on both sides, or that part of it which can differ."""
        held = self._moving if self.same_rules and old.path == new.path else self._whole
        move, folder = self._sides.move, self._folder
        was = {move(posixpath.join(folder, each.path)): each.rule is None for each in held[0].matching(old.path)}
        now = {posixpath.join(move(folder), each.path): each.rule is None for each in held[1].matching(new.path)}
        return was, now

    @cached_property
    def _moving(self) -> tuple[Contents, Contents]:
        return self._both(*self._sides.moving)

    @cached_property
    def _whole(self) -> tuple[Contents, Contents]:
        return self._both(self._sides.before, self._sides.then)

    def _both(self, before: Workspace, then: Workspace) -> tuple[Contents, Contents]:
        folder = self._folder
        return contents(before, folder, self.ignores[0]), contents(then, self._sides.move(folder), self.ignores[1])


def differences(one: Dockerfile, sides: Sides) -> Iterator[str]:
    """Another ignore file that counts, and the sources that would take something else."""
    text, move = sides.text(one), sides.move
    if text is None:
        return
    contexts = {folder: _Context(one, folder, sides) for folder in one.contexts}
    for context in contexts.values():
        old, new = context.ignores
        if (move(old) if old else None) != new:
            yield f"{one.path}: the ignore file becomes {_named(new)} instead of {_named(old)}"
    model = one.model if text == one.model.tree.text.string else analyse(parse(text))
    for (folder, source), (_, after) in zip(one.taken(one.model), one.taken(model), strict=True):
        was, now = contexts[folder].fates(source, after)
        lost = [path for path, sent in was.items() if sent and now.get(path) is not True]
        more = [path for path, sent in now.items() if sent and was.get(path) is not True]
        what = [f"{len(lost)} fewer" if lost else "", f"{len(more)} more" if more else ""]
        if not any(what):
            continue
        why = _why(lost, now, move(folder), contexts[folder].ignores[1])
        why = why or (", because a variable gives the path" if lost and not source.fixed else "")
        yield f"{one.place(source)}: `{source.path}` takes {' and '.join(filter(None, what))} of the files{why}"


def _named(ignore_file: str | None) -> str:
    return f"`{ignore_file}`" if ignore_file else "none"


def _why(lost: list[str], now: Fate, context: str, ignored_by: str | None) -> str:
    """Why files are lost, where one reason holds for all."""
    if lost and all(relative(path, context) is None for path in lost):
        return f", which are then outside the build context `{context or '.'}`"
    if lost and all(now.get(path) is False for path in lost):
        return f", which `{ignored_by}` then excludes"
    return ""
