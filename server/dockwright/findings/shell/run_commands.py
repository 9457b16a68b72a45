"""The commands of a RUN that rules about security look at, in shell form and as an array."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator

from dockwright.findings.finding import Finding
from dockwright.findings.shell.shell_findings import at_most, in_shell
from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Placed, Script, Simple, Word, nested_script, unwrapped
from dockwright.text import Span

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh"})
_READS = pattern(r"-[a-z]*c\Z")
CHECKS = pattern(
    r"\b(?:sha\d*sum|md5sum|shasum|b2sum|gpgv|openssl|cosign|minisign|checksum)\b|--checksum|sha256|--verify\b"
    r"|(?<![\w./-])gpg2?[ \t]+(?![^\n;&|]*--(?:dearmor|import|recv|keyserver|export|list|fingerprint))"
)
"""That a RUN compares what it downloads with a hash or a signature."""
_LOCAL = ("localhost", "127.", "[::1]", "0.0.0.0", "host.docker.internal")


def in_run(step: Step, check: Callable[[Body], Iterable[Note]]) -> Iterator[Finding]:
    """The findings of a check in shell text, or in the command of an array, which gets no fixes."""
    unit, start = step.instruction.unit.inner or step.instruction.unit, step.instruction.start
    if not unit.is_json or unit.name != "RUN":
        yield from in_shell(step, check)
        return
    tokens = unit.arguments
    values = [token.value for token in tokens]
    if len(values) > 2 and values[0].rpartition("/")[2] in _SHELLS and _READS.match(values[1]):
        tokens, words = tokens[2:3], values[2:3]
    else:
        words = [shlex.quote(value) for value in values]
    body = Body(" ".join(words))
    for note in () if body.script.has_errors else check(body):
        index, end = 0, len(words[0]) if words else 0
        while index + 1 < len(words) and note.span.start > end:
            index += 1
            end += 1 + len(words[index])
        yield Finding(tokens[index].span.shifted(start), note.message, alias=note.alias, at_most=at_most(note))


def placed(script: Script) -> Iterator[Placed]:
    """Every simple command, those of `sh -c '...'`, too, instead of the shell that runs them."""
    for one in script.simple_commands():
        nested = nested_script(unwrapped(one.command))
        if nested:
            yield from placed(nested)
        else:
            yield one


def commands(body: Body) -> Iterator[Simple]:
    """The same, without sudo, env and the like."""
    return (unwrapped(one.command) for one in placed(body.script))


def program(command: Simple) -> str:
    """The package manager that a command runs, or the program without its folder."""
    call = invocation(command)
    return call.manager.name if call else (command.name or "").rpartition("/")[2]


def is_local(address: str) -> bool:
    """Whether a URL or a host is that of the machine itself."""
    host = address.strip("\"'").partition("://")[2] or address.strip("\"'")
    return host.rpartition("@")[2].startswith(_LOCAL)


def without(command: Simple, span: Span) -> Span:
    """What to take out of a command to leave out some of its words, with the blanks before them."""
    return Span(max(word.span.end for word in command.words if word.span.end < span.start), span.end)


def saved_as(command: Simple, word: Word, name: str) -> str:
    """The name of the file that a download is put into; empty where it is not known."""
    return saved_at(command, word, name).rpartition("/")[2]


def saved_at(command: Simple, word: Word, name: str) -> str:
    """The path of that file, as the command says it."""
    options = ("-o", "--output") if name == "curl" else ("-O", "--output-document")
    given = arguments(
        command.arguments, (*options, "-P", "--directory-prefix", "--output-dir", "-H", "-A", "-d", "-t", "-T")
    )
    path = given.value(*options)
    if path is None and (name == "wget" or given.has("-O", "--remote-name")):
        path = value(word).strip("\"'").partition("?")[0].rpartition("/")[2]
        folder = given.value("-P", "--directory-prefix", "--output-dir")
        path = f"{folder.rstrip('/')}/{path}" if folder else path
    if path in (None, "-"):
        path = next(
            (value(one.target) for one in command.redirections if one.operator in (">", ">>") and one.target), ""
        )
    return path or ""
