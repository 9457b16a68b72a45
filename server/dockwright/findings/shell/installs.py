"""Lists of packages, and updates of the package index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.semantics.commands.packages import Package

_FAMILIES = ("deb", "apk", "rpm")
_LETTERS = {name: f"-{name}" for name in ("y", "q", "qq", "yqq", "qy", "qqy")}
_OPTIONS = {
    "deb": _LETTERS
    | {name: f"--{name}" for name in ("yes", "no-install-recommends", "no-install-suggests", "fix-missing")},
    "apk": {name: f"--{name}" for name in ("no-cache", "update-cache")},
    "rpm": {name: f"-{name}" for name in ("y", "qy", "yqq")} | {name: f"--{name}" for name in ("assumeyes", "nodocs")},
}
"""Words that are not package names in a family, and what they probably mean. `yq` is one in all of them, and apk never
asks."""
_COMMANDS = frozenset(["apt-get", "apk", "rm", "mkdir", "install", "update", "upgrade", "echo", "cd"])
_LOST = "This `{}` is read as part of the command before it; end that command with `&&`"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SHORT = 3
_ASIDE = frozenset(["echo", "true", ":", "set", "rm", "sleep", "date", "sync"])


def misread_packages(body: Body) -> Iterator[Note]:
    """Words in a list of packages that are meant as an option, as the end of a word or as a command."""
    for call in body.calls:
        if call.manager.family not in _FAMILIES:
            continue
        if call.action in ("update", "clean"):
            commands = (word for word in call.arguments.operands if word.literal in _COMMANDS)
            yield from (Note(word.span, _LOST.format(word.literal)) for word in list(commands)[:1])
            continue
        for package in call.packages if call.action == "install" else ():
            note = _misread(package, _OPTIONS[call.manager.family])
            if note:
                yield note
                if not note.edits:
                    break  # the following words belong to that command


def _misread(package: Package, options: dict[str, str]) -> Note | None:
    text, span = package.word.literal, package.span
    if text is None:
        return None
    if text[0] in _DASHES:
        word = text.lstrip(_DASHES + "-")
        new = options.get(word, f"-{word}" if len(word) <= _SHORT else f"--{word}")
        return _replaced(span, f"This dash is not the `-` that an option begins with; write `{new}`", new)
    if text in options:
        new = options[text]
        return _replaced(span, f"`{text}` is read as the name of a package; write `{new}`", new)
    if text in _COMMANDS:
        return Note(span, _LOST.format(text))
    if text.endswith(",") and len(text) > 1 and package.word.text == text:
        new = text.rstrip(",")
        return _replaced(span, f"Only spaces separate packages; write `{new}`", new)
    return None


def _replaced(span: Span, message: str, new: str) -> Note:
    return Note(span, message, f"Change to `{new}`", (Edit(span, new),), safe=False)


def lone_update(body: Body) -> Iterator[Note]:
    """The index update in a script that does nothing else relevant."""
    updates = [call for call in body.calls if call.manager.family in _FAMILIES and call.action == "update"]
    if not updates or body.is_mounted(*updates[0].manager.lists):
        return
    others = [call for call in body.calls if call.action not in ("update", "clean")]
    programs = {call.command.span for call in body.calls}
    if others or any(c.name not in _ASIDE and not _covers(c.span, programs) for c in body.commands if c.words):
        return
    call = updates[0]
    span = call.subcommand_words[-1].span if call.subcommand_words else call.command.words[0].span
    yield Note(
        span,
        "This layer is cached, so later builds install from outdated lists; update and install in one RUN",
    )


def _covers(span: Span, inner: set[Span]) -> bool:
    """Whether a command is one of the others, or runs it as sudo does."""
    return any(span.start <= one.start and one.end <= span.end for one in inner)


def repeated_packages(body: Body) -> Iterator[Note]:
    """Packages that are listed twice in the same words; the fix removes the repetition."""
    for call in body.calls:
        if call.action != "install" or call.manager.family not in _FAMILIES:
            continue
        seen: set[str] = set()
        for package in call.packages:
            text = package.word.text
            if text in seen and package.word.literal:
                start = len(body.text[: package.span.start].rstrip(" \t"))
                edit = Edit(Span(start, package.span.end), "")
                message = f"`{package.word.literal}` is listed twice; remove one"
                yield Note(package.span, message, "Remove the duplicate", (edit,), safe=False)
            seen.add(text)
