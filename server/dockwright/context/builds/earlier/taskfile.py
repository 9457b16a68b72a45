"""The tasks of a Taskfile: what runs before a command in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockwright.context.builds import yaml
from dockwright.context.builds.earlier.commands import Commands, made
from dockwright.context.values import NOTHING, Made, join

DEEPEST = 20


class Tasks:
    """The tasks of one file, which run in the folder `base`."""

    def __init__(self, text: str, path: str, base: str, variables: Mapping[str, str]) -> None:
        self._path, self._base, self._variables = path, base, variables
        document = next(iter(yaml.documents(text)), yaml.Node(0))
        tasks = document.get("tasks")
        self._known: dict[str, Made] = {}
        """The files that each task creates."""
        self._tasks = dict(tasks.entries) if tasks is not None else {}

    def made_before(self, line: int) -> Made:
        """The files that may exist when the command on a line runs: from dependencies of its task, and from callers."""
        name = next((name for name, task in reversed(self._tasks.items()) if task.line <= line + 1), None)
        if name is None:
            return Made(unknown="what is not in a task")
        found, seen, waiting = self._made(name, line, 0), {name}, [name]
        while waiting and not found.unknown:
            called = waiting.pop()
            for caller, task in self._tasks.items():
                names = [asked for asked, _ in _steps(task)]
                if called in names and caller not in seen:
                    seen.add(caller)
                    waiting.append(caller)
                    found |= self._made(caller, None, 0, called)
        return found

    def _made(self, name: str, until: int | None, depth: int, called: str = "") -> Made:
        """The files that a task creates, or its steps above a line or before the call of a task."""
        task = self._tasks.get(name)
        if task is None or depth > DEEPEST:
            return Made(unknown=f"the task `{name}`")
        place = join(self._base, task.text("dir") or ".")
        found = self._declared(task, place)
        for asked, command in _steps(task):
            line = command.line if command is not None else -1
            if found.unknown or (called and asked == called) or (until is not None and line >= until):
                break
            if asked:
                found |= self._whole(asked, depth + 1)
            elif command is not None:
                found |= made(Commands(command.scalar or "", place, self._path, self._variables))
        return found

    def _whole(self, name: str, depth: int) -> Made:
        if name not in self._known:
            self._known[name] = self._made(name, None, depth)
        return self._known[name]

    def _declared(self, task: yaml.Node, place: str | None) -> Made:
        """The files that a task declares as generated."""
        generates = task.get("generates")
        paths = (
            [join(place or "", (item.scalar or "").replace("*", "\2")) for item in generates.items] if generates else []
        )
        return Made(folders=frozenset(path.replace("\2", "*") for path in paths if path)) if paths else NOTHING


def _steps(task: yaml.Node) -> Iterator[tuple[str, yaml.Node | None]]:
    """The steps of a task in order: the name of another task, or a command."""
    deps = task.get("deps")
    for item in deps.items if deps is not None else []:
        yield item.scalar or item.text("task") or "?", None
    commands = task.get("cmds") or task.get("cmd") or task
    for item in commands.items or ([commands] if commands.scalar is not None else []):
        if item.scalar is None and item.text("cmd") is None:
            yield item.text("task") or "?", item.get("task")
        else:
            yield "", item if item.scalar is not None else item.get("cmd")
