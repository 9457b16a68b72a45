"""Names of variables that are reserved or taken, and text whose uses of variables are unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.refactors.names.events import expanded_words
from dockwright.refactors.names.symbols import Symbol
from dockwright.refactors.names.variables import names_of, variable_symbols
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.state import PLATFORM_NAMES, PROXY_NAMES
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token
from dockwright.syntax.words import Literal, WordError, read
from dockwright.text import Span

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_PREDEFINED = PLATFORM_NAMES.union(PROXY_NAMES, ("SOURCE_DATE_EPOCH",))
_SHELL = frozenset(
    {
        "_", "BASH_ENV", "CDPATH", "EDITOR", "ENV", "FUNCNAME", "HISTFILE", "HOME", "HOSTNAME", "IFS", "LANG",
        "LANGUAGE", "LINENO", "LOGNAME", "MAIL", "OLDPWD", "OPTARG", "OPTIND", "PATH", "PPID", "PS1", "PS2", "PS4",
        "PWD", "RANDOM", "SECONDS", "SHELL", "SHLVL", "TERM", "TMPDIR", "TZ", "UID", "USER",
    }
)  # fmt: skip
_READ_BY_PROGRAMS = re.compile(
    r"(?!\w+_(?:SHA\d+|MD5|DOWNLOAD_URL)\Z)(?!(?:CMAKE|DEBIAN|DOTNET|GIT|GO|GRADLE|JAVA|JDK|MAVEN|NODE|NPM|PERL|PHP|PYTHON|RUBY|RUST|YARN)_(?:VERSION|TAG|IMAGE)\Z)"
    r"(?:(?:AWS|BUNDLE|CARGO|CMAKE|COMPOSER|CONDA|DEBIAN|DOTNET|GEM|GIT|GRADLE|JAVA|JDK|LC|LD|LESS|MAVEN|NODE|NPM|NUGET|"
    r"NVIDIA|PERL|PHP|PIP|PIPENV|PKG_CONFIG|POETRY|PYTHON|RAILS|RUBY|RUST|RUSTUP|SSL|UV|VIRTUAL|XDG|YARN)_[A-Z0-9_]+|"
    r"PYTHON[A-Z]+|(?:AR|CC|CXX|LD|CFLAGS|CXXFLAGS|LDFLAGS|CPPFLAGS|MAKEFLAGS|MAKE|RUSTFLAGS|CGO_ENABLED|CI|DISPLAY|PORT|"
    r"HOST|M2_HOME|JRE_HOME|GO(?:PATH|PROXY|FLAGS|OS|ARCH|ARM|ROOT|CACHE|BIN|PRIVATE|SUMDB|NOSUMDB|TOOLCHAIN|AMD64))\Z)"
)
"""Names that compilers, package managers and language runtimes read; versions of the latter are only pins."""


_INDIRECT = re.compile(
    r"\$\{!\w+|(?<![\w./-])eval[ \t]|\b(?:declare|local|typeset)[ \t]+-\w*n\w*[ \t]|\bnameref\b|(?<![\w./-])envsubst\b"
    r"|\$\{\(P\)"
)
"""Commands that read a variable by a computed name, or any that a text mentions (POSIX, bash, zsh)."""


def is_predefined(name: str) -> bool:
    """Whether a build accepts an ARG with this name without a declaration."""
    return name in _PREDEFINED or name.startswith("BUILDKIT_")


def has_meaning(name: str) -> bool:
    """Whether builders, shells or programs read a variable with this name."""
    return is_predefined(name) or name in _SHELL or bool(_READ_BY_PROGRAMS.match(name))


def obstacle(model: Model, symbol: Symbol, *, ours_to_give: bool = False) -> str:
    """Why a variable cannot be renamed at all; `ours_to_give` if its definition outside is renamed as well."""
    name = symbol.name
    if name in _PREDEFINED or name.startswith("BUILDKIT_"):
        return f"`{name}` is predefined; the build sets it by this name"
    if name in _SHELL or _READ_BY_PROGRAMS.match(name):
        return f"Programs read `{name}` by this name"
    if name in model.build_args and not ours_to_give:
        return f"Something outside of this file sets `{name}` for the build by this name"
    if any(name in stage.body.states[0].variables and stage.base is None for stage in model.stages):
        return f"The base image also sets `{name}`"
    for span in unclaimed(model, name):
        line = model.tree.text.line_of(span.start) + 1
        return f"Line {line} mentions `{name}` in text whose meaning is unknown"
    return _made_up(model, symbol)


def _made_up(model: Model, symbol: Symbol) -> str:
    """Why a command may read the variable although its name is not written there."""
    starts = {stage.start for mention in symbol.mentions if (stage := model.stage_at(mention.span.start))}
    for stage in model.stages:
        below: Stage | None = stage
        while below is not None and below.start not in starts:
            below = below.base
        for step in stage.all(*_COMMANDS) if below is not None else ():
            found = _INDIRECT.search(step.instruction.unit.text)
            if found:
                line = model.tree.text.line_of(step.instruction.span.start) + 1
                return f"`{found[0].strip()}` in line {line} may build the name `{symbol.name}` and read it"
    return ""


def reason(model: Model, new_name: str) -> str:
    """Why a variable cannot have this name."""
    if not _NAME.match(new_name):
        return f"Invalid variable name `{new_name}`; use a letter or `_`, then letters, digits and `_`"
    if new_name in _PREDEFINED or new_name in _SHELL or new_name.startswith("BUILDKIT_"):
        return f"`{new_name}` already has a meaning"
    if new_name in names_of(model) or new_name in model.build_args:
        return f"This file already has a variable `{new_name}`"
    if any(new_name in state.variables for stage in model.stages for state in stage.body.states[:1]):
        return f"The base image sets `{new_name}`"
    for span in unclaimed(model, new_name):
        return f"Line {model.tree.text.line_of(span.start) + 1} already mentions `{new_name}`"
    return ""


def unclaimed(model: Model, name: str) -> Iterator[Span]:
    """Where the text of commands and heredocs seems to mention a variable without a known use there."""
    quoted = re.escape(name)
    others = r"(?:(?:[^\n;&|]|[\\`]\r?\n)*?[ \t])?"
    seems = re.compile(
        rf"(?:[$%!]|\$\{{|env:|[Ee][Nn][Vv]\.|\b(?:printenv|export|unset|local|declare|typeset|readonly|read|mapfile|getopts)\s+{others}|"
        rf"\b(?:ENV|environ|getenv|GetEnvironmentVariable)[\[{{(]\s*|-v[ \t]+[\"']?|\benv=)({quoted})\b|"
        rf"(?<![\w-])(?:-[A-Za-z]*[uewE]|--(?:unset|env|preserve-env|build-arg|secret|setenv|whitelist-environment))"
        rf"[ \t=]+[\"']?(?:[\w,]+,)?({quoted})\b|"
        rf"(?<![\w./-])(?:env|printenv|set|export|declare)(?:[ \t]+-\w+)*[ \t]*\|[^\n;&]*?(?<!\w)({quoted})\b|"
        rf"['\"]({quoted})['\"]|\b({quoted})\+?=",
        re.ASCII,
    )
    claimed = {mention.span.start for symbol in variable_symbols(model, name) for mention in symbol.mentions}
    for instruction in model.tree.instructions:
        if name not in instruction.unit.text:
            continue
        for match in seems.finditer(instruction.unit.text):
            span = Span(match.start(match.lastindex or 0), match.end(match.lastindex or 0)).shifted(instruction.start)
            if span.start not in claimed and not _is_plain(instruction, span.start, match):
                yield span


def _is_plain(instruction: Instruction, at: int, match: re.Match[str]) -> bool:
    """Whether an apparent mention is certainly none: nothing reads it, or it names a program."""
    while instruction.inner and at >= instruction.inner.start:
        instruction = instruction.inner
    in_command = instruction.name in _COMMANDS or any(heredoc.body.touches(at) for heredoc in instruction.heredocs)
    if in_command:
        first = instruction.arguments[0] if instruction.is_json and instruction.arguments else None
        is_program = first is not None and first.span.touches(at) and first.value == match[match.lastindex or 0]
        return is_program and instruction.name != "HEALTHCHECK" and instruction.name != "SHELL"
    if match.lastindex != 1 or not match[0].startswith("$"):
        return True
    return _is_escaped(instruction.unit.text, at - instruction.start - len(match[0]) + len(match[1])) or any(
        span.touches(at) for token in expanded_words(instruction) for span in _in_single_quotes(instruction, token)
    )


def _in_single_quotes(instruction: Instruction, token: Token) -> Iterator[Span]:
    joined = instruction.unit.joined
    base = joined.offset(token.span.start - instruction.start)
    text = joined.string[base : joined.offset(token.span.end - instruction.start - 1) + 1]
    try:
        parts = read(text, instruction.unit.escape)
    except WordError:
        return
    for part in parts:
        if isinstance(part, Literal) and part.quote == "'":
            yield instruction.source_span(base + part.span.start, base + part.span.end)


_COMMANDS = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "ONBUILD"})


def _is_escaped(text: str, at: int) -> bool:
    r"""Whether a `$` is literal, as in `LABEL a=\$b`."""
    return text[at - 1 : at] == "\\"
