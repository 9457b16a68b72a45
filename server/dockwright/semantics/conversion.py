"""Values that BuildKit rejects when it converts an instruction (frontend/dockerfile/dockerfile2llb)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.lazy import pattern
from dockwright.semantics import mount_values
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.image_names import is_digest
from dockwright.semantics.ports import remarks
from dockwright.semantics.state import State, resolve
from dockwright.syntax import expansion
from dockwright.syntax.expansion import ExpansionError
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Problem, Unit

_MODE = pattern(r"[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+(?:,[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)*\Z")
_REMOTE = pattern(r"(?:https?|git|ssh)://|git@[^/:\s]+:")
_LIKE_GIT = pattern(r"(?:git|ssh)://|git@|github\.com/|https?://[^?]*\.git(?:[#?]|\Z)")
_SIGNALS = frozenset(
    {
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
        "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
        "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
    }
)  # fmt: skip
_REAL_TIME = pattern(r"RTMIN\+(?:[1-9]|1[0-5])\Z|RTMAX-(?:[1-9]|1[0-4])\Z")
_REASONS = {
    "quote": "Quote is never closed; close it or put `{escape}` before it",
    "brace": "Missing `}}` after the variable; write `${{NAME}}`",
    "operator": "Unknown operator; BuildKit supports `:- - :+ + :? ? # ## % %% / //`",
    "name": "Missing variable name after `${{`",
    "replacement": "Missing second slash; write `${{NAME/pattern/text}}`",
}


def problems(instruction: Instruction, state: State | None) -> list[Problem]:
    """The errors in the values of an instruction; values that depend on unknown ones count as correct.

    Without a `state`, as under ONBUILD, no variable has a known value.
    """
    unit = instruction.unit
    words = expanded(unit)
    found = [_unreadable(unit, word) for word in words if word.error is not None]
    if not found and instruction.name != "FROM":
        check = _CHECKS.get(instruction.name)
        found += _required(unit, words, state)
        found += check(unit, words, state) if check else ()
    return [problem.shifted(instruction.start) for problem in found]


def value(word: Word, state: State | None, escape: str) -> str | None:
    """The value of a word; None if it is known only during the build."""
    if not word.variables:
        return expansion.value(word.parts, {}, escape)
    if state is None or any(_is_open(variable.name, state) for variable in word.variables):
        return None
    return state.expand_parts(word.parts, escape)


def _is_open(name: str, state: State) -> bool:
    """Whether the build may set the variable."""
    return name in state.declared and name not in state.variables


def _unreadable(unit: Unit, word: Word) -> Problem:
    error = word.error
    assert error is not None
    message = _REASONS[error.reason].format(escape=unit.escape)
    return Problem("unreadable-word", message, word.source(unit, error.span))


def _required(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    for word in words:
        if state is None or not any(variable.operator[-1:] == "?" for variable in word.variables):
            continue
        if any(_is_open(variable.name, state) or state.lookup(variable.name)[1] is None for variable in word.variables):
            continue
        known = {v.name: state.variables[v.name] or "" for v in word.variables if v.name in state.variables}
        try:
            expansion.value(word.parts, known, unit.escape)
        except ExpansionError as error:
            message = f"`{error.variable.name}` has no value, so the build stops here with `{error}`"
            yield Problem("required-variable", message, word.source(unit, error.variable.span))


def _expose(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    for word in words:
        if word.variables and (state is None or any(_is_open(v.name, state) for v in word.variables)):
            continue
        ports = (state or _NOTHING).expand_words(word.parts, unit.escape)
        for remark in (remark for port in ports for remark in remarks(port)):
            if remark.kind == "error":
                yield Problem("invalid-port", remark.message, word.span)


def _stop_signal(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    for word in words:
        given = value(word, state, unit.escape)
        if given is not None and not _is_signal(given):
            what = f"Invalid signal `{given}`" if given else "Missing signal"
            message = f"{what}; use a name such as `SIGTERM` or a number"
            yield Problem("invalid-argument", message, word.span)


def _is_signal(text: str) -> bool:
    if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text) != 0
    name = text.upper().removeprefix("SIG")
    return name in _SIGNALS or bool(_REAL_TIME.match(name))


def _volume(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    for word in words:
        if value(word, state, unit.escape) == "":
            yield Problem("invalid-argument", "Empty volume path; write a path such as `/data`", word.span)


def _copied(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    if unit.arguments and unit.arguments[-1].span in {heredoc.marker for heredoc in unit.heredocs}:
        message = f"A heredoc can only be a source of {unit.name}, not its destination"
        yield Problem("invalid-argument", message, unit.arguments[-1].span)
        return
    sources = [word for word in words if word.kind == "argument"][:-1]
    for flag in unit.flags:
        word = next((w for w in words if w.kind == "flag" and w.span == flag.value_span), None)
        given = value(word, state, unit.escape) if word else None
        if given and flag.name == "chmod" and not _is_mode(given):
            message = f"Invalid mode `{given}`; use an octal number up to 7777 or symbols such as `u=rwX,go=rX`"
            yield Problem("invalid-flag", message, flag.value_span)
        elif given and flag.name == "checksum" and not unit.heredocs:
            reason = _checksum_refusal(given, [value(source, state, unit.escape) for source in sources])
            if reason:
                yield Problem("invalid-flag", reason, flag.value_span)
    if unit.name == "COPY":
        for source in sources:
            given = value(source, state, unit.escape)
            if given and _REMOTE.match(given):
                message = "COPY cannot fetch a URL or a Git repository; use ADD"
                yield Problem("invalid-argument", message, source.span)


def _is_mode(text: str) -> bool:
    if re.fullmatch(r"[0-7]{1,30}", text):
        return int(text, 8) <= 0o7777
    return bool(_MODE.match(text))


def _checksum_refusal(given: str, sources: list[str | None]) -> str:
    if len(sources) > 1:
        return "`--checksum` allows only one source; use an ADD for each source"
    source = sources[0] if sources else None
    if source is None:
        return ""
    if not _REMOTE.match(source) and not _LIKE_GIT.match(source):
        return "`--checksum` works only for HTTP, HTTPS and Git sources"
    if not _LIKE_GIT.match(source) and not is_digest(given):
        return f"Invalid checksum `{given}`; write `sha256:` and 64 hexadecimal digits"
    return ""


def _run(unit: Unit, words: tuple[Word, ...], state: State | None) -> Iterator[Problem]:
    instruction = Instruction(unit, 0)

    def expand(word: str) -> str | None:
        return state.expand(word, unit.escape) if state else None

    for flag in instruction.flags:
        if flag.name != "mount" or not flag.value:
            continue
        read = mount_values.read(instruction, flag, expand)
        mount = read.mount
        unknown = any("$" in word.value and value(word, state, unit.escape) is None for word in words)
        if read.problems or unknown:
            continue
        if mount.type == "ssh" and mount.source:
            message = "A mount of type `ssh` has no `source`; choose its agent by `id`"
            yield Problem("invalid-mount", message, flag.value_span)
        elif mount.type in ("bind", "cache", "tmpfs"):
            workdir = state.workdir if state else None
            if resolve(workdir, mount.target or ".") == "/":
                message = "A mount cannot cover the whole file system; use a target below `/`"
                yield Problem("invalid-mount", message, flag.value_span)


_NOTHING = State({}, {}, base_known=False)
_CHECKS = {
    "EXPOSE": _expose,
    "STOPSIGNAL": _stop_signal,
    "VOLUME": _volume,
    "COPY": _copied,
    "ADD": _copied,
    "RUN": _run,
}
