"""The effective state of a stage between two instructions: variables, shell, user, folder, image configuration."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from dockwright.frozen import field, frozen, replace
from dockwright.syntax import expansion
from dockwright.syntax.expansion import ExpansionError
from dockwright.syntax.nodes import Token, Unit
from dockwright.syntax.unit_memo import memo_of
from dockwright.syntax.words import Parts, WordError, read, variables

PLATFORM_NAMES = frozenset(
    {
        "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
        "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
    }
)  # fmt: skip
"""Available in FROM, and in a stage after an ARG without a default; the values depend on the build."""
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
PROXY_NAMES = (*PROXIES, *(name.lower() for name in PROXIES))
"""Available in RUN if the build sets them, in upper and lower case."""

DEFAULT_SHELL = ("/bin/sh", "-c")
DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

Command = tuple[str, ...] | str | None
"""Exec form, shell form (one string), or not set."""


@frozen(eq=False)
class State:
    """The state before an instruction. A variable with the value `None` is set, but its value is not known."""

    variables: Mapping[str, str | None]
    """Everything that `$name` may refer to: ENV and ARG; the later one wins, as in BuildKit."""
    env: Mapping[str, str | None]
    """The environment of the image: ENV only."""
    declared: frozenset[str] = frozenset()
    """Names of ARGs without a default: defined, with a value that depends on the build."""
    base_known: bool = False
    """Whether the environment of the base image is known; if not, it may define any unknown name."""
    globals: Mapping[str, str | None] | None = None
    """The global ARGs with a value, which a bare `ARG name` takes up; None in the global scope itself."""
    global_names: frozenset[str] = frozenset()
    """All global ARGs, those without a value included."""
    build_args: Mapping[str, str] = field(default_factory=dict)
    """Values given to the build, which override defaults."""
    shell: tuple[str, ...] = DEFAULT_SHELL
    shell_set: bool = False
    """Whether a SHELL instruction, in this stage or a base, has set the shell."""
    user: str | None = ""
    """Empty: not set (root unless the base image sets another); None: unknown."""
    workdir: str | None = "/"
    workdir_set: bool = False
    stop_signal: str | None = ""
    base_entrypoint: Command = None
    base_cmd: Command = None
    """The command of the base image, as far as known; `command_line` computes the command of a stage."""
    empty: bool = False
    """Whether the file system is certainly empty: from scratch, and nothing copied or run since."""
    lacks: frozenset[str] = frozenset()
    """Options that the package managers of the base image are too old for, such as `pip --no-cache-dir`."""
    triggers: tuple[Unit, ...] = ()
    """The ONBUILD instructions for stages based on this one."""

    def lookup(self, name: str) -> tuple[bool, str | None]:
        """Whether a variable is certainly set, and its value; an unknown base may set any other name."""
        if name in self.variables:
            return True, self.variables[name]
        return False, "" if self.base_known and name not in self.declared else None

    def expand(self, word: str, escape: str) -> str | None:
        """The value of a word; None if it depends on an unknown value or cannot be parsed."""
        if "$" not in word and "'" not in word and '"' not in word and escape not in word:
            return word
        try:
            return self.expand_parts(read(word, escape), escape)
        except WordError:
            return None

    def expand_parts(self, parts: Parts, escape: str) -> str | None:
        """The value of a parsed word; None if it depends on an unknown value."""
        known = self._known(parts)
        if known is None:
            return None
        try:
            return expansion.value(parts, known, escape)
        except ExpansionError:
            return None

    def expand_words(self, parts: Parts, escape: str) -> tuple[str, ...]:
        """The words that a parsed word is split into, as in EXPOSE; none if a value is not known."""
        known = self._known(parts)
        if known is None:
            return ()
        try:
            return expansion.expand(parts, known, escape=escape).words
        except ExpansionError:
            return ()

    def _known(self, parts: Parts) -> dict[str, str] | None:
        """The values of the variables of a word that are set; None if one of them is not known."""
        known: dict[str, str] = {}
        for variable in variables(parts):
            is_set, value = self.lookup(variable.name)
            if value is None:
                return None
            if is_set:
                known[variable.name] = value
        return known


def inherited(state: State) -> State:
    """The initial state of a stage based on one that ends in this state; ENV wins over an ARG declared after it.

    BuildKit applies the environment of the base after the variables that the stage inherits (dockerfile2llb).
    """
    hidden = {name: value for name, value in state.env.items() if state.variables.get(name, "") != value}
    return replace(state, variables={**state.variables, **hidden}) if hidden else state


def after(state: State, unit: Unit) -> State:
    """The state after an instruction; the same object if nothing changes."""
    change = _CHANGES.get(unit.name)
    if change is None:
        return state
    memo = memo_of(unit, "states")
    found: State | None = memo.get(state)
    if found is None:
        found = memo[state] = change(state, unit)
    return found


def _env(state: State, unit: Unit) -> State:
    new: dict[str, str | None] = {}
    for key, value in zip(unit.arguments[::2], unit.arguments[1::2], strict=False):
        name = state.expand(key.value, unit.escape)
        if name:
            new[name] = state.expand(value.value, unit.escape)
    if new.items() <= state.variables.items() and new.items() <= state.env.items():
        return state
    return replace(state, variables={**state.variables, **new}, env={**state.env, **new})


def _arg(state: State, unit: Unit) -> State:
    new = dict(state.variables)
    declared: list[str] = []
    seen = replace(state, variables=new)  # unlike those of ENV, the items of one ARG can refer to each other
    for token in unit.arguments:
        name, equals, default = token.value.partition("=")
        if name in state.build_args:
            new[name] = state.build_args[name]
        elif equals:
            new[name] = seen.expand(default, unit.escape)
        elif state.globals is not None and name in state.globals:
            new[name] = state.globals[name]
        elif name in PLATFORM_NAMES:
            new[name] = None
        else:
            declared.append(name)
    if new == state.variables and state.declared.issuperset(declared):
        return state
    return replace(state, variables=new, declared=state.declared.union(declared))


def _from(state: State, unit: Unit) -> State:
    """The state after FROM, including the ONBUILD instructions of the base."""
    fired = replace(state, triggers=()) if state.triggers else state
    for trigger in state.triggers:
        fired = after(fired, trigger)
    return fired


def _filled(state: State, unit: Unit) -> State:
    return replace(state, empty=False) if state.empty else state


def _onbuild(state: State, unit: Unit) -> State:
    return replace(state, triggers=(*state.triggers, unit.inner)) if unit.inner and not unit.problems else state


def _shell(state: State, unit: Unit) -> State:
    if not unit.is_json or not unit.arguments:
        return state
    shell = tuple(token.value for token in unit.arguments)
    return state if state.shell_set and state.shell == shell else replace(state, shell=shell, shell_set=True)


def _user(state: State, unit: Unit) -> State:
    user = _value(state, unit)
    return state if user == state.user else replace(state, user=user)


def _workdir(state: State, unit: Unit) -> State:
    workdir = resolve(state.workdir, _value(state, unit))
    is_same = state.workdir_set and workdir == state.workdir
    return state if is_same else replace(state, workdir=workdir, workdir_set=True)


def resolve(workdir: str | None, path: str | None) -> str | None:
    """The absolute path of `path` relative to `workdir`; None if one that is needed is unknown."""
    if path is None:
        return None
    if len(path) > 1 and path[1] == ":" and path[0].isalpha():
        return path
    if path.startswith("/"):
        return _clean(path)
    return None if workdir is None else _clean(posixpath.join(workdir, path))


def _clean(path: str) -> str:
    cleaned = posixpath.normpath(path)
    return "/" + cleaned.lstrip("/")


def _stop_signal(state: State, unit: Unit) -> State:
    signal = _value(state, unit)
    return state if signal == state.stop_signal else replace(state, stop_signal=signal)


def _value(state: State, unit: Unit) -> str | None:
    token: Token | None = unit.arguments[0] if unit.arguments else None
    return state.expand(token.value, unit.escape) if token else None


_CHANGES = {
    "FROM": _from,
    "ONBUILD": _onbuild,
    "ADD": _filled,
    "COPY": _filled,
    "RUN": _filled,
    "ENV": _env,
    "ARG": _arg,
    "SHELL": _shell,
    "USER": _user,
    "WORKDIR": _workdir,
    "STOPSIGNAL": _stop_signal,
}
