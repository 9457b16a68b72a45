"""Finds what disables a check: an option, a setting, a variable, or a line written to a configuration file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dockwright.findings.finding import Finding, Fix
from dockwright.findings.shell.run_commands import in_run, is_local, placed, program, without
from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.syntax.shell import Placed, Simple, unwrapped
from dockwright.text import Edit, Span

_OPPOSITE = {"0": "1", "1": "0", "false": "true", "true": "false", "no": "yes", "yes": "no", "off": "on",
             "http": "https"}  # fmt: skip
_WRITERS = frozenset({"echo", "printf", "sed", "tee", "cat", "add-apt-repository", "apt-add-repository"})
SUBSTITUTION = pattern(r"s([|/,#:@!~%])(?:\\.|(?!\1).)*\1")
"""Matches the pattern part of sed's `s` command."""
_PASSED_ON = ("env", "sudo", "go")
"""Programs that take variables as arguments; `go env -w` stores them."""
_ASSIGNED = pattern(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_LEAVE = ("remove", "clean")
_LONGEST = 20_000

START = r"(?:(?<![\w.-])|(?<=\\[nt]))"
"""The positions where a setting may begin; for printf also after `\\n` and `\\t`."""


class Option(NamedTuple):
    """Options of programs; with `hosts` each takes a host name."""

    programs: tuple[str, ...]
    names: tuple[str, ...]
    alias: str = ""
    hosts: bool = False


class Setting(NamedTuple):
    """A setting on a command line; the group `off` of the expression is the value to invert, if any."""

    programs: tuple[str, ...]
    shape: re.Pattern[str]
    alias: str = ""


class Variable(NamedTuple):
    """An environment variable and the program that reads it."""

    reader: str
    off: re.Pattern[str]
    alias: str = ""


class Line(NamedTuple):
    """A line of a configuration file and the program that reads it."""

    reader: str
    shape: re.Pattern[str]
    alias: str = ""
    file: str = ""
    """The end of the file's name, for a line that means nothing in other files."""


class Table(NamedTuple):
    """Everything that disables one kind of check, and its message, given the text and the program."""

    hint: re.Pattern[str]
    """Matches a text that may disable the check; other texts are skipped without reading their commands."""
    message: Callable[[str, str], str]
    options: tuple[Option, ...]
    settings: tuple[Setting, ...]
    variables: dict[str, Variable]
    lines: tuple[Line, ...]
    own: dict[str, Callable[[Simple], Iterator[Note]]]
    """The checks of programs whose options need more than a table."""


def switched_off(step: Step, table: Table) -> Iterator[Finding]:
    """The places where an instruction disables the check."""
    found = step.instruction.inner or step.instruction
    if found.name == "RUN":
        if table.hint.search(found.unit.text):
            yield from in_run(step, lambda body: _in_body(body, table))
    elif found.name in ("ENV", "ARG") and not found.problems:
        yield from _of_variables(found.name, found.arguments, table)
    elif found.name in ("COPY", "ADD"):
        for heredoc in found.unit.heredocs:
            text = found.unit.text[heredoc.body.start : heredoc.body.end]
            for note in _lines(
                text, found.start + heredoc.body.start, table, (heredoc.name, found.arguments[-1].value)
            ):
                edits = tuple(note.edits)
                fixes = (Fix(note.title, edits, safe=False),) if edits else ()
                yield Finding(note.span, note.message, fixes, alias=note.alias)


def _of_variables(name: str, arguments: tuple[Token, ...], table: Table) -> Iterator[Finding]:
    if name == "ENV":
        pairs = [(key.value, given) for key, given in zip(arguments[::2], arguments[1::2], strict=False)]
    else:
        pairs = []
        for token in arguments:
            key, equals, _ = token.value.partition("=")
            if equals:
                at = Span(token.span.start + len(key) + 1, token.span.end)
                pairs.append((key, Token(token.value[len(key) + 1 :], at)))
    for key, given in pairs:
        text = given.value.strip("\"'")
        note = _variable(key, text, Span(given.span.start, given.span.end), table)
        if note:
            yield Finding(note.span, note.message, _set_right(key, text, given.span, table), alias=note.alias)


def _set_right(name: str, text: str, span: Span, table: Table) -> tuple[Fix, ...]:
    """The fix that gives a variable the opposite value, if there is one."""
    new = _OPPOSITE.get(text.lower())
    quotes = (span.end - span.start - len(text)) // 2
    if new not in ("1", "true", "yes") or table.variables[_upper(name)].off.fullmatch(new) or quotes not in (0, 1):
        return ()
    return (Fix(f"Set it to `{new}`", (Edit(Span(span.start + quotes, span.end - quotes), new),), safe=False),)


def _upper(name: str) -> str:
    """npm reads its variables in upper and lower case."""
    return name.upper() if name.lower().startswith("npm_") else name


def _variable(name: str, given: str, span: Span, table: Table) -> Note | None:
    known = table.variables.get(_upper(name))
    if known is None or "$" in given or not known.off.fullmatch(given) or is_local(given):
        return None
    return Note(span, table.message(f"{name}={given}", known.reader), alias=known.alias)


def _in_body(body: Body, table: Table) -> Iterator[Note]:
    for one in placed(body.script):
        yield from _assigned(one.command, table)
        command = unwrapped(one.command)
        name = program(command)
        if name in table.own:
            yield from table.own[name](command)
        yield from _options(command, name, table)
        if len(body.text) < _LONGEST:
            yield from _settings(body.text, command, name, table)
        yield from _written(body.text, one, command, table)


def _assigned(command: Simple, table: Table) -> Iterator[Note]:
    given = [(item.name, item.value) for item in (*command.assignments, *command.declared) if command.words]
    for name, word in given:
        note = _variable(name, value(word), word.span, table) if word else None
        if note:
            yield note
    for word in command.words[1:] if command.name in _PASSED_ON else ():
        match = _ASSIGNED.match(word.literal or "")
        note = _variable(match[1], match[2], word.span, table) if match else None
        if note:
            yield note


def _options(command: Simple, name: str, table: Table) -> Iterator[Note]:
    known = {shown: option for option in table.options if name in option.programs for shown in option.names}
    call = invocation(command) if known else None
    if not known or (call and call.action in _LEAVE):
        return
    words = command.arguments
    for index, word in enumerate(words):
        written, equals, host = value(word).partition("=")
        option = known.get(written)
        if option is None or (equals and not option.hosts and host not in ("true", "1")):
            continue
        span = word.span
        if option.hosts and not equals:
            if index + 1 == len(words):
                continue
            host, span = value(words[index + 1]), Span(span.start, words[index + 1].span.end)
        if not (option.hosts and is_local(host)):
            title, edits = f"Remove `{written}`", (Edit(without(command, span), ""),)
            yield Note(word.span, table.message(written, name), title, edits, safe=False, alias=option.alias)


def _settings(text: str, command: Simple, name: str, table: Table) -> Iterator[Note]:
    for setting in table.settings:
        if name in setting.programs and command.arguments:
            part = text[: command.words[-1].span.end]
            for match in setting.shape.finditer(part, command.words[0].span.end):
                yield _turned(match, 0, setting.alias, table.message(_shown(match), name))


def _written(text: str, one: Placed, command: Simple, table: Table) -> Iterator[Note]:
    """The lines that a command writes; for sed, the replacement."""
    if command.name not in _WRITERS:
        return
    paths = [value(item.target) for item in one.command.redirections if item.target]
    paths += [value(word) for word in command.arguments[-1:] if command.name in ("sed", "tee")]
    for word in command.arguments:
        start = word.span.start
        if command.name == "sed":
            match = SUBSTITUTION.search(word.text)
            start += match.end() if match else 0
            if not match and not re.search(r"[$\d/] *[aic]\b", word.text):
                continue
        yield from _lines(text[start : word.span.end], start, table, paths)
    for item in one.command.redirections:
        if item.body:
            yield from _lines(text[item.body.start : item.body.end], item.body.start, table, paths)


def _shown(match: re.Match[str]) -> str:
    return re.sub(r"[\"'\\]", "", match[0]).strip()


def _lines(text: str, at: int, table: Table, paths: Sequence[str]) -> Iterator[Note]:
    """The configuration lines in a text that is written to files; local repositories are not reported."""
    if re.search(r"(?:file|copy|cdrom):/", text) and "http" not in text:
        return
    for line in table.lines:
        if line.file and not any(path.endswith(line.file) for path in paths):
            continue
        for match in line.shape.finditer(text):
            yield _turned(match, at, line.alias, table.message(_shown(match), line.reader))


def _turned(match: re.Match[str], at: int, alias: str, message: str) -> Note:
    """A finding for a match, with the edit that inverts the group `off`."""
    span = Span(at + match.start(), at + match.end())
    old = match["off"] if "off" in match.re.groupindex else None
    new = _OPPOSITE.get((old or "").lower())
    if old is None or new is None:
        return Note(span, message, alias=alias)
    value_span = Span(at + match.start("off"), at + match.end("off"))
    return Note(span, message, f"Set it to `{new}`", (Edit(value_span, new),), safe=False, alias=alias)
