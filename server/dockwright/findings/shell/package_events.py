"""The packages that a shell script installs and removes, as events like those of files."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.shell.files import Event
from dockwright.image.run_body import Body, value
from dockwright.semantics.commands.packages import Invocation
from dockwright.text import Span

_MARK = " "
"""Between the family of a manager and a package: no path has it at its start."""
_FAMILIES = frozenset({"deb", "apk", "rpm", "python"})


def packages(body: Body) -> Iterator[Event]:
    """The packages by name, and virtual ones of apk, in text order."""
    for call in body.calls:
        removes = call.action == "remove"
        if not (removes or call.action == "install") or not (call.manager.family in _FAMILIES or _is_global(call)):
            continue
        for name, span in _names(call):
            yield Event(f"{call.manager.family}{_MARK}{name}", span, removes)


def _names(call: Invocation) -> Iterator[tuple[str, Span]]:
    virtual = call.arguments.value("-t", "--virtual") if call.manager.family == "apk" else None
    if virtual:
        yield virtual.strip("\"'"), call.command.words[0].span
        return
    for package in call.packages:
        if package.kind == "package" and "$" not in package.name:
            yield package.name, package.span
        elif call.action == "remove" and package.kind == "path":
            yield value(package.word), package.span  # apk's virtual packages may begin with a dot


def _is_global(call: Invocation) -> bool:
    return call.manager.name == "npm" and call.arguments.has("-g", "--global")


def package_in(path: str) -> str:
    """The name of the package that an event is about; empty for a path."""
    return "" if path.startswith("/") else path.partition(_MARK)[2]
