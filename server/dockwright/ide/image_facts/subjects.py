"""The words of an instruction that name programs, users and paths, each with the image that it refers to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.frozen import replace
from dockwright.ide.image_facts.facts import Asked, Kind
from dockwright.ide.image_facts.history import Place, final_place, place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.image.commands import Ran
from dockwright.image.run_mounts import Mount, may_bring_program, mounts_of
from dockwright.image.run_text import body_of, source_span
from dockwright.image.starting.start_files import start_files
from dockwright.image.starting.started_programs import cmd_is_started, started
from dockwright.image.steps import moments
from dockwright.semantics import copying
from dockwright.semantics.commands.shell_words import BUILTINS
from dockwright.semantics.mounts import fields
from dockwright.semantics.stage import Step
from dockwright.semantics.state import resolve
from dockwright.syntax.nodes import Token
from dockwright.syntax.shell.nodes import Word
from dockwright.text import Span

_NAME = re.compile(r"[A-Za-z_\[][\w.+\[-]*\Z")
_NO_PATH = re.compile(r"[$`~*?\[\\'\"\s]|://|\A-")
_OF_FILES = frozenset(
    {"cd", "cat", "cp", "mv", "rm", "ls", "chmod", "chown", "chgrp", "source", ".", "tar", "unzip", "sh", "bash", "du",
     "touch", "mkdir", "rmdir", "head", "tail", "install", "ln", "stat", "test", "["}
)  # fmt: skip
"""Programs with mostly paths as operands, so that a word without a dot or slash may be one."""


def asked_at(snapshot: Snapshot, offset: int) -> Asked | None:
    """The name at an offset."""
    step = snapshot.model.step_at(offset)
    if step is None:
        return None
    return next((one for one in asked_of(snapshot, step) if one.span.touches(offset)), None)


def asked_of(snapshot: Snapshot, step: Step) -> Iterator[Asked]:
    """All names in an instruction, in text order, except for the root folder."""
    return (one for one in _of_step(snapshot, step) if one.kind != "path" or one.name != "/")


def _of_step(snapshot: Snapshot, step: Step) -> Iterator[Asked]:
    found = step.instruction
    place = place_of(snapshot.model, step, snapshot.context) if not found.problems else None
    if place is None:
        return
    match found.name:
        case "RUN":
            yield from _of_mounts(step, place)
            yield from _of_exec(step, place) if found.is_json else _of_run(step, place)
        case "CMD" | "ENTRYPOINT" | "HEALTHCHECK":
            yield from _of_start(snapshot, step, place)
        case "SHELL":
            yield from _of_exec(step, place)
        case "USER":
            yield from _accounts(step, found.arguments[:1], place)
        case "COPY" | "ADD":
            yield from _of_copy(step, place)
        case "WORKDIR" | "VOLUME":
            for token in found.arguments:
                yield from _at_path(step, token, place, is_certain=False)


def _of_run(step: Step, place: Place) -> Iterator[Asked]:
    body = body_of(step)
    if body is None:
        return
    functions = body.script.functions()
    mounts = mounts_of(step)
    for ran, image in moments(step, place.image):
        here = place.with_image(image)
        outer = ran.outer
        if outer is not None and outer.words and outer.name and _is_program(outer.name):
            span = source_span(step.instruction.unit, outer.words[0].span).shifted(step.instruction.start)
            yield Asked("program", outer.name, span, here)
        if outer is not None and outer.name in ("chroot", "xargs"):
            continue
        for one in _of_command(ran, here, functions):
            if not _is_mounted(one, mounts):
                yield replace(one, span=source_span(step.instruction.unit, one.span).shifted(step.instruction.start))


def _is_mounted(asked: Asked, mounts: tuple[Mount, ...]) -> bool:
    """Whether a mount hides the content of the image."""
    if asked.kind == "path":
        return any(one.holds(asked.name) for one in mounts)
    if asked.kind == "program":
        return may_bring_program(mounts, asked.name)
    return any(one.holds("/etc/passwd") for one in mounts)


def _of_mounts(step: Step, place: Place) -> Iterator[Asked]:
    """The paths that mounts take from other stages and images."""
    for flag in step.instruction.flags:
        given = {field.key: field for field in fields(step.instruction, flag)} if flag.name == "mount" else {}
        source = given.get("source") or given.get("src")
        other = place.source(given["from"].value or "") if "from" in given and source else None
        if source is not None and source.value and other is not None and "$" not in source.value:
            path = posixpath.normpath(posixpath.join("/", source.value))
            yield Asked("path", path, Span(source.span.end - len(source.value), source.span.end), other)


def _of_command(ran: Ran, place: Place, functions: frozenset[str]) -> Iterator[Asked]:
    """The program, and the paths and users among its arguments; spans count in the script."""
    name = ran.words[0] if ran.words else None
    if name and name not in functions:
        if "/" in name:
            path = resolve(ran.folder, name)
            if path is not None:
                yield Asked("path", path, ran.span, place)
        elif _is_program(name):
            yield Asked("program", name, ran.span, place)
    for value, word in zip(ran.words[1:], ran.command.words[1:], strict=True):
        if value is None:
            continue
        if ran.name == "chown" and re.fullmatch(r"[\w.-]*(?::[\w.-]*)?", value) and value == word.text:
            yield from _split(value, word.span, place, is_certain=False)
        elif _may_be_path(value, ran.name in _OF_FILES) and (path := resolve(ran.folder, value)):
            yield Asked("path", path, _inside(word), place, is_certain=False)


def _is_program(name: str) -> bool:
    return name not in BUILTINS and _NAME.match(name) is not None


def _may_be_path(value: str, of_files: bool) -> bool:
    if not value or _NO_PATH.search(value) or value in (".", "..", "/"):
        return False
    return of_files or "/" in value or re.search(r"\w\.[A-Za-z]\w*\Z", value) is not None


def _inside(word: Word) -> Span:
    """A word without its quotes."""
    quoted = len(word.text) > 1 and word.text[0] == word.text[-1] and word.text[0] in "'\""
    return Span(word.span.start + quoted, word.span.end - quoted)


def _of_exec(step: Step, place: Place) -> Iterator[Asked]:
    """The program of an array that the builder runs, and the paths among its arguments."""
    tokens = [(token.value, token.span) for token in step.instruction.arguments]
    if tokens and step.instruction.is_json:
        yield from _words(tokens, step.before.workdir, place, True)


def _of_start(snapshot: Snapshot, step: Step, place: Place) -> Iterator[Asked]:
    """What a container starts, in the final image of the stage."""
    stage = place.stage
    made = final_place(snapshot.model, stage, snapshot.context) if stage is not None else None
    if stage is None or made is None:
        return
    base = made.image.base
    folder = stage.final.workdir if stage.final.workdir_set else base.workdir or stage.final.workdir
    is_started = step.instruction.name != "CMD" or cmd_is_started(stage)
    certain = {one.span for one in start_files(stage, made.image)}
    for program in started(step):
        words = [(program.name, program.span), *program.words]
        for one in _words(words, folder, made, is_started):
            yield replace(one, is_certain=True) if one.kind == "path" and one.span in certain else one


def _words(words: list[tuple[str, Span]], folder: str | None, place: Place, is_started: bool) -> Iterator[Asked]:
    """A program with its arguments; all words are arguments if another program gets them."""
    name, span = words[0]
    if is_started and "/" not in name:
        if _is_program(name):
            yield Asked("program", name, span, place)
        words = words[1:]
    for value, where in words:
        path = resolve(folder, value) if _may_be_path(value, False) else None
        if path is not None:
            yield Asked("path", path, where, place, is_certain=is_started and where == span)


def _of_copy(step: Step, place: Place) -> Iterator[Asked]:
    found = step.instruction
    for flag in found.flags:
        if flag.name == "chown" and flag.value:
            yield from _accounts(step, (Token(flag.value, flag.value_span),), place)
    origin = found.flag("from")
    other = place.source(origin.value) if origin is not None and origin.value else None
    for token in copying.sources(found) if other is not None else ():
        value = step.before.expand(token.value, found.unit.escape)
        if other is not None and value and not set(value) & set("*?[\\"):
            path = posixpath.normpath(posixpath.join("/", value))
            yield Asked("path", path, token.span, other)
    if len(found.arguments) > 1:
        yield from _at_path(step, found.arguments[-1], place, is_certain=False)


def _at_path(step: Step, token: Token, place: Place, is_certain: bool) -> Iterator[Asked]:
    path = resolve(step.before.workdir, step.before.expand(token.value, step.instruction.unit.escape))
    if path is not None:
        yield Asked("path", path, token.span, place, is_certain)


def _accounts(step: Step, tokens: tuple[Token, ...], place: Place) -> Iterator[Asked]:
    for token in tokens:
        value = step.before.expand(token.value, step.instruction.unit.escape)
        if value == token.value and len(value) == token.span.end - token.span.start:
            yield from _split(value, token.span, place)
        elif value:
            yield Asked("user", value.partition(":")[0], token.span, place)


def _split(value: str, span: Span, place: Place, is_certain: bool = True) -> Iterator[Asked]:
    """A user, a group, or both: `app:staff`."""
    user, _, group = value.partition(":")
    kinds: tuple[tuple[Kind, str, Span], ...] = (
        ("user", user, Span(span.start, span.start + len(user))),
        ("group", group, Span(span.end - len(group), span.end)),
    )
    for kind, name, where in kinds:
        if name:
            yield Asked(kind, name, where, place, is_certain)
