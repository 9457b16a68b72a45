"""The files that a container of a stage starts: programs by path, and scripts given to interpreters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dockwright.image.image import Image
from dockwright.image.starting.command_line import command_line
from dockwright.image.starting.launch import after_init, is_shell, passes_on, takes_text
from dockwright.image.starting.started_programs import Started, started
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import parse_shell
from dockwright.text import Span

INTERPRETERS = {
    "sh": "efuxl", "bash": "efuxl", "ash": "efuxl", "dash": "efuxl", "python": "uBbOsSEI", "python3": "uBbOsSEI",
    "node": "", "ruby": "w", "perl": "w", "php": "", "tsx": "", "ts-node": "", "bun": "", "java": "", "dotnet": "",
}  # fmt: skip
"""Programs that execute a file, with the letters of their options without a value."""


IMPORTERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "daphne"})
"""Servers of Python that import a module from the working folder."""
_MODULE = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*):[A-Za-z_][\w.]*(?:\(.*\))?\Z")
_ELSEWHERE = re.compile(r"--(?:app-dir|chdir|config|pythonpath|paste)\b|-c\Z|-c=|file:|python:")


class StartFile(NamedTuple):
    """A file that has to exist when a container starts."""

    path: str
    written: str
    span: Span
    program: str
    """The interpreter that runs it; empty if it is executed directly."""
    by_shell: bool
    """Whether a shell executes it, which runs files without a `#!` line itself."""
    named: bool
    """Whether it is written without a folder, so that it is searched on PATH."""


def start_files(stage: Stage, image: Image) -> Iterator[StartFile]:
    """What the last ENTRYPOINT, CMD and HEALTHCHECK of a stage start."""
    entries, commands = stage.all("ENTRYPOINT")[-1:], stage.all("CMD")[-1:]
    folder = stage.final.workdir if stage.final.workdir_set or image.base.workdir is None else None
    folder = folder or image.base.workdir or stage.final.workdir
    if folder is None:
        return
    line = command_line(stage)
    bare = bool(entries) or (line.entrypoint is None and (line.known or image.base.is_plain))
    entry = line.entrypoint
    passed = entry is not None and entry.step is None and passes_on(entry.words)
    for step in (*entries, *(() if entries else commands)):
        # After an entry point of the base, the words of CMD are arguments: `["app.js"]` to that of `node`.
        for one in _of(step, commands if entries else (), folder):
            if bare or one.program or (passed and one.written.endswith(".sh") and "/" in one.written):
                yield one
    for step in stage.all("HEALTHCHECK")[-1:]:
        yield from _of(step, (), folder)


def _of(step: Step, commands: Sequence[Step], folder: str) -> Iterator[StartFile]:
    by_shell = not step.instruction.is_json
    found = [one for program in started(step) for one in _given_to_shell(program, step)]
    if step.instruction.name == "HEALTHCHECK":
        found = [one for one in found if one.name not in ("exit", "true", "false", ":")]
    if any(one.name in ("cd", "pushd", "exec", "set", "if", "[") for one in found[:1]) or len(found) > 1:
        return
    for one in found:
        words = list(one.words)
        if commands and not by_shell and commands[0].instruction.is_json and not commands[0].instruction.problems:
            words += [(token.value, token.span) for token in commands[0].instruction.arguments]
        one, words = _behind(one, words)
        if "$" in one.name or "`" in one.name or "~" in one.name or not one.name:
            continue
        path = resolve(folder, one.name)
        if path is not None and not (one.in_text and "/" not in one.name):
            yield StartFile(path, one.name, one.span, "", by_shell or one.in_text, "/" not in one.name)
        program = one.name.rpartition("/")[2]
        if program in IMPORTERS:
            yield from _module(program, words, folder)
        if program in INTERPRETERS:
            yield from _script(program, words, folder)


def _given_to_shell(program: Started, step: Step) -> Iterator[Started]:
    """The command in the text of `sh -c`, where it is one; otherwise the program itself."""
    words = program.words
    is_text = step.instruction.is_json and is_shell(program.name) and len(words) > 1 and takes_text(words[0][0])
    script = parse_shell(words[1][0]) if is_text else None
    found = list(script.simple_commands()) if script is not None and not script.has_errors else []
    if script is None and program.name == "exec" and words:
        yield Started(*words[0], words[1:])
    elif script is None:
        yield program
    elif len(found) == 1 and found[0].command.name and not found[0].command.redirections:
        names = [word.literal or "$" for word in found[0].command.words]
        names = names[1:] if names[0] == "exec" and len(names) > 1 else names
        yield Started(names[0], words[1][1], tuple((name, words[1][1]) for name in names[1:]), True)


def _behind(one: Started, words: list[tuple[str, Span]]) -> tuple[Started, list[tuple[str, Span]]]:
    """What an init such as tini starts; otherwise the program itself."""
    first = after_init((one.name, *(word for word, _ in words)))
    if not first or first > len(words):
        return one, words
    name, span = words[first - 1]
    return Started(name, span, ()), words[first:]


def _module(program: str, words: list[tuple[str, Span]], folder: str) -> Iterator[StartFile]:
    """The module that a server of Python imports: `app.main:app`."""
    if any(_ELSEWHERE.match(word) for word, _ in words):
        return
    for word, span in words:
        match = _MODULE.match(word)
        path = resolve(folder, f"{match[1].replace('.', '/')}.py") if match else None
        if path is not None:
            yield StartFile(path, word, span, program, False, False)
            return


def _script(program: str, words: list[tuple[str, Span]], folder: str) -> Iterator[StartFile]:
    for at, (word, span) in enumerate(words):
        if program == "java":
            if word == "-jar" and at + 1 < len(words):
                word, span = words[at + 1]
            else:
                continue
        elif word.startswith("-"):
            if len(word) > 1 and set(word[1:]) <= set(INTERPRETERS[program]):
                continue
            return
        if not word or any(mark in word for mark in "$`*~") or "." not in word:
            return
        if program == "dotnet" and not word.endswith(".dll"):
            return
        path = resolve(folder, word)
        if path is not None:
            yield StartFile(path, word, span, program, False, False)
        return
