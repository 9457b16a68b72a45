"""`password-in-text`: a password in an instruction: for chpasswd, in a URL, or as an option."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import instead_of_secret
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import in_run, is_local, placed, program
from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Placed, Simple, Word, unwrapped
from dockwright.text import Span

_URL = pattern(
    r"\b[a-z][a-z0-9+.-]*://(?P<user>[^\s/:@\"'<>$]*):(?P<password>[^\s/:@\"'<>${}*%]+)@(?P<host>[^\s/\"']+)"
)
_PLACEHOLDER = pattern(
    r"(?:your|my|the|some)?[-_]?(?:pass(?:word|wd|wrd)?|pwd|pw|secret|token|dummy|guest|example|placeholder|change[-_]?me|x+|\.+)",
    re.IGNORECASE,
)
_PAIR = pattern(r"[a-z_][\w.-]*\$?:(?P<password>[^\s:$\\\"']+)")
_OPTIONS = {
    "sshpass": ("-p",),
    "wget": ("--password", "--http-password", "--ftp-password", "--proxy-password"),
    "docker": ("-p", "--password"),
    "podman": ("-p", "--password"),
    "useradd": ("-p", "--password"),
    "usermod": ("-p", "--password"),
}
_WRITTEN = pattern(r"[^$`!*][^$`]+")
"""A literal password: not a hash, a variable or a mark for an account without a password."""
_CRYPT = pattern(r"\bcrypt\([ \t]*\\?[\"'](?P<password>[^\"'$\\]+)\\?[\"'][ \t]*,")
_HEADER = pattern(
    r"\bAuthorization:[ \t]*(?:Basic|Bearer|Token)[ \t]+(?P<password>[A-Za-z0-9+/=_.~-]{8,})(?![$`{\\\w])",
    re.IGNORECASE,
)
_STORED = pattern(
    r"(?<![\w-])_(?:auth(?:Token)?|password)[\"']?[ \t=]+[\"']?(?P<token>[\w+/=.~-]{8,})(?![$`{\\])"
    r"|\bmachine[ \t]+\S+[ \t]+login[ \t]+\S+[ \t]+password[ \t]+(?P<password>[^\s\"'$`\\]+)(?![$`])"
)
"""What npm and the readers of `.netrc` use as a password."""
_KNOWN = pattern(r"gh[pousr]_|github_pat_|glpat-|npm_")
"""Tokens that `secret-in-text` reports."""
_HINT = pattern(r"passw|sshpass|login|curl|wget|useradd|usermod|_auth", re.IGNORECASE)
_USER = ("-u", "--user", "-U", "--proxy-user")
_CURL = ("-o", "-H", "-d", "-X", "-A", "-b", "-e", "-F", "-m", "-T", *_USER)


@rule(
    "password-in-text",
    Severity.WARNING,
    groups=("security",),
    on=("RUN", "ONBUILD", "ENV", "ARG", "ADD", "CMD", "ENTRYPOINT"),
    parts=(("CKV2_DOCKER_17",),),
)
def password_in_text(step: Step, config: Config) -> Iterator[Finding]:
    """A literal password; placeholders and passwords of local servers do not count."""
    found = step.instruction.inner or step.instruction
    said = f"Anyone with the image can read this password; {instead_of_secret(config)}"
    if found.name in ("RUN", "ENV", "ARG", "ADD", "CMD", "ENTRYPOINT"):
        for match in _URL.finditer(found.unit.text):
            password, before = match["password"], found.unit.text[: match.start()].rpartition("\n")[2]
            if before.lstrip().startswith("#"):
                continue
            known = _KNOWN.match(password)
            if not (
                known or _PLACEHOLDER.fullmatch(password) or is_local(match["host"]) or match["host"].startswith("$")
            ):
                at = found.start + match.start("password")
                yield Finding(Span(at, at + len(password)), said)
    if found.name == "RUN" and _HINT.search(found.unit.text):
        yield from in_run(step, lambda body: _of_commands(body, said))


def _of_commands(body: Body, said: str) -> Iterator[Note]:
    found = list(placed(body.script))
    for index, one in enumerate(found):
        command = unwrapped(one.command)
        name = program(command)
        if name == "chpasswd":
            hashed = any(value(word) in ("-e", "--encrypted") for word in command.arguments)
            for span in () if hashed else _piped(body, found, index, with_user=True):
                yield Note(span, said, alias="CKV2_DOCKER_17")
        elif name == "passwd":
            yield from (Note(span, said) for span in _piped(body, found, index, with_user=False))
        elif name == "openssl" and [value(word) for word in command.arguments[:1]] == ["passwd"]:
            given = arguments(command.arguments[1:], ("-salt", "-in")).operands
            yield from (Note(word.span, said) for word in given if word.literal)
        elif name in ("perl", "python", "python3", "ruby"):
            yield from _matched(command, _CRYPT, said)
        elif name in ("npm", "yarn", "pnpm") or command.name in ("echo", "printf", "cat", "tee"):
            yield from _of_file(body, one, said)
        elif name == "curl":
            for option in arguments(command.arguments, _CURL).options:
                match = _PAIR.fullmatch(option.value or "") if option.name in _USER else None
                if match and not _PLACEHOLDER.fullmatch(match["password"]):
                    yield Note(option.span, said)
        if name in ("curl", "wget"):
            yield from _matched(command, _HEADER, said)
        if name in _OPTIONS and (name not in ("docker", "podman") or value(command.words[1]) == "login"):
            yield from _option(command, _OPTIONS[name], said)


def _matched(command: Simple, shape: re.Pattern[str], said: str) -> Iterator[Note]:
    for word in command.arguments:
        for found in shape.finditer(word.text):
            if not _KNOWN.match(found["password"]):
                start = word.span.start
                yield Note(Span(start + found.start("password"), start + found.end("password")), said)


def _of_file(body: Body, one: Placed, said: str) -> Iterator[Note]:
    """The passwords that a command stores for npm or in `.netrc`."""
    spans = [word.span for word in unwrapped(one.command).arguments[-2:]]
    spans = [Span(spans[0].start, spans[-1].end)] if spans else []
    spans += [item.body for item in one.command.redirections if item.body]
    for span in spans:
        for match in _STORED.finditer(body.text[span.start : span.end]):
            found = match["password"] or match["token"]
            if not (_PLACEHOLDER.fullmatch(found) or _KNOWN.match(found)):
                group = "password" if match["password"] else "token"
                yield Note(Span(span.start + match.start(group), span.start + match.end(group)), said)


def _option(command: Simple, names: tuple[str, ...], said: str) -> Iterator[Note]:
    for option in arguments(command.arguments, names).options:
        given = option.value or ""
        if option.name in names and _WRITTEN.fullmatch(given):
            yield Note(option.span, said)


def _piped(body: Body, found: list[Placed], index: int, *, with_user: bool) -> Iterator[Span]:
    """Literal passwords that a command reads from a pipe, a here-string or a heredoc."""
    command, place = found[index].command, found[index].place
    if place.pipe_index and index:
        writer = unwrapped(found[index - 1].command)
        if (
            writer.name in (("echo", "printf") if with_user else ("echo", "printf", "yes"))
            and found[index - 1].place.pipe_index == place.pipe_index - 1
        ):
            yield from _words(writer, with_user)
    for item in command.redirections:
        if item.operator == "<<<" and item.target:
            yield from _passwords(item.target.text, item.target.span.start, with_user)
        elif item.body:
            yield from _passwords(body.text[item.body.start : item.body.end], item.body.start, with_user)


def _words(writer: Simple, with_user: bool) -> Iterator[Span]:
    for word in writer.arguments:
        if not _is_option(word):
            yield from _passwords(word.text, word.span.start, with_user)


def _is_option(word: Word) -> bool:
    return bool(re.fullmatch(r"-[neE]+", value(word)))


def _passwords(text: str, at: int, with_user: bool) -> Iterator[Span]:
    if with_user:
        for match in re.finditer(
            r"(?:^|(?<=[\s\"'])|(?<=\\n))(?:\$\{?\w+\}?|[A-Za-z_][\w.-]*):(?P<password>[^\s:$\\\"'%`{]+)", text
        ):
            yield Span(at + match.start("password"), at + match.end("password"))
        return
    whole = re.fullmatch(r"[\"']?(?P<password>[^\s$\\\"'%`{]+)(?:\\n.*)?[\"']?", text)
    if whole:
        yield Span(at + whole.start("password"), at + whole.end("password"))
