"""Where bash stops a script with an exit status that depends on the context.

If a variable is not set, and `set -u` or `${x:?}` requires it, bash exits with 127, and with 1 under `set -e` or in a
subshell. bash running as `sh` does so after more errors; after an arithmetic error, only in a subshell. Verified in
bash, bash as sh, dash and busybox ash by tests/refactors/test_shells.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dockwright.syntax.shell import (
    AndOr,
    Command,
    Compound,
    Pipeline,
    Script,
    Sequence,
    Simple,
    Variable,
    Word,
    options_of_set,
    variables_assigned,
)

_ALWAYS = frozenset({"PATH", "HOME", "PWD", "IFS", "OPTIND"})
"""Variables that every container or shell sets."""
_SPECIAL = re.compile(r"[@*#?$!_0-]")
_KEPT = re.compile(r":\d+(?::\d+)?\Z|#{1,2}|%{1,2}|/[/#%]?|\^{1,2}|,{1,2}")
_READ_ONLY = frozenset({"UID", "EUID", "PPID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO"})
_SETS_U = re.compile(r"\bset\b.*u|nounset", re.DOTALL)
_SUMS = re.compile(r"[\d\s()+*-]*")
_ARITHMETIC = re.compile(r"\$\(\((.*?)\)\)", re.DOTALL)


def may_abort(script: Script, variables: Mapping[str, str | None], *, as_sh: bool, nounset: bool) -> bool:
    """Whether bash may stop the whole script by an error whose exit status depends on `set -e` and subshells.

    `variables` are set before; `as_sh`: bash may run as `sh`; `nounset`: it is started with `-u`.
    """
    placed = script.simple_commands()
    nounset = nounset or any(_may_set_u(item.command) for item in placed)
    dropped = _dropped(item.command for item in placed)
    if as_sh and _may_err(script):
        return True
    return _Walk(script.text, nounset, dropped).stops(script.body, {*variables, *_ALWAYS} - dropped)


def may_skip_lines(script: Script) -> bool:
    """Whether bash may continue with the next line after an error, even with `set -e`."""
    return _may_err(script) or may_fail_in_a_sum(script)


def may_fail_in_a_sum(script: Script) -> bool:
    """Whether bash running as `sh` may stop the whole script by an error in arithmetic."""
    if any(isinstance(node, Compound) and node.kind == "arithmetic" for node in script.nodes()):
        return True
    sums = _ARITHMETIC.findall(script.text)
    return len(sums) != script.text.count("$((") or not all(_SUMS.fullmatch(each) for each in sums)


class _Walk:
    """Visits the nodes of one script."""

    def __init__(self, text: str, nounset: bool, dropped: frozenset[str]) -> None:
        self.text = text
        self.nounset = nounset
        self.dropped = dropped

    def stops(self, node: Command | AndOr | Sequence, known: set[str]) -> bool:
        """Whether a node may; `known` are the variables that are certainly set, and assignments are added to it."""
        if isinstance(node, Sequence):
            behind = [mark.text == "&" for mark in node.separators]
            behind += [False] * (len(node.items) - len(behind))
            return any(not apart and self.stops(item, known) for item, apart in zip(node.items, behind, strict=True))
        if isinstance(node, AndOr):
            return self._list(node, known)
        if isinstance(node, Pipeline):
            return len(node.commands) == 1 and self.stops(node.commands[0], known)
        if isinstance(node, Compound):
            return self._compound(node, known)
        redirected = [item.target for item in node.redirections if item.target]
        values = [item.value for item in node.assignments if item.value]
        if self._unset(node, [*values, *node.words, *redirected], known):
            return True
        known |= _set_by(node) - self.dropped
        return False

    def _list(self, node: AndOr, known: set[str]) -> bool:
        if self.stops(node.items[0], known):
            return True
        inner = set(known)
        for operator, item in zip(node.operators, node.items[1:], strict=True):
            chained = operator.text == "&&"
            if self.stops(item, inner if chained else set(known)):
                return True
            inner = inner if chained else set(known)
        return False

    def _compound(self, node: Compound, known: set[str]) -> bool:
        if node.kind == "subshell":
            return False  # it exits with 1 anywhere
        redirected = [item.target for item in node.redirections if item.target]
        if (node.kind == "arithmetic" and self.nounset) or self._unset(node, [*node.words, *redirected], known):
            return True
        if node.kind == "group":
            return self.stops(node.bodies[0], known)
        own = {node.name} - self.dropped if node.kind == "for" else set()
        return any(self.stops(body, known | own) for body in node.bodies)

    def _unset(self, node: Simple | Compound, words: list[Word], known: set[str]) -> bool:
        used = [variable for word in words for variable in word.variables]
        used += [variable for item in node.redirections for variable in item.variables]
        if self.nounset and isinstance(node, Simple) and node.name == "let":
            return True
        return any(self._asks_for(variable, known) for variable in used)

    def _asks_for(self, variable: Variable, known: set[str]) -> bool:
        name = variable.name
        if _SPECIAL.fullmatch(name):
            return False
        operator = self._operator(variable)
        if operator.startswith(":?"):
            return True
        if name in known or operator.startswith((":-", "-", ":+", "+")):
            return False
        if operator.startswith((":=", "=")):
            return name.isdigit()
        return self.nounset or operator.startswith("?")

    def _operator(self, variable: Variable) -> str:
        """The operator after the name in braces."""
        return self.text[variable.name_span.end : variable.span.end - 1] if variable.braced else ""


def _may_err(script: Script) -> bool:
    """Whether a text may cause one of the errors after which bash as `sh` exits with 127, and bash skips a line."""
    if {"readonly", "declare", "typeset"} & {item.command.name for item in script.simple_commands()}:
        return True
    if any(item.name in _READ_ONLY and item.how != "prefix" for item in variables_assigned(script)):
        return True
    return any(_is_odd(script.text, variable) for word in script.words() for variable in word.variables)


def _is_odd(text: str, variable: Variable) -> bool:
    """Whether an expansion may be invalid."""
    if not variable.braced:
        return False
    after = text[variable.name_span.end : variable.span.end - 1]
    return not (not after or after[0] in "-+=?" or after[:2] in (":-", ":+", ":=", ":?") or _KEPT.match(after))


def _may_set_u(command: Simple) -> bool:
    if command.name == "set":
        return any(name == "u" for _, name in options_of_set(command))
    return command.name == "eval" and any(_SETS_U.search(word.text) for word in command.arguments)


def _set_by(command: Simple) -> set[str]:
    """The variables that are set after a command, however it ends."""
    if command.redirections:
        return set()
    if not command.words:
        return {item.name for item in command.assignments}
    if command.name == "export":
        return {item.name for item in command.declared if item.value}
    if command.name == "read":
        return {word.literal for word in command.arguments if word.literal and not word.literal.startswith("-")}
    return set()


def _dropped(commands: Iterable[Simple]) -> frozenset[str]:
    """The variables that are unset after one of these."""
    return frozenset(
        (word.literal or "").partition("=")[0]
        for command in commands
        if command.name in ("unset", "local", "declare", "typeset")
        for word in command.arguments
    )
