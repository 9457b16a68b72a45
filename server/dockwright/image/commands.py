"""The commands of a RUN, in order: working folder, user, and whether each certainly runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dockwright.frozen import frozen
from dockwright.image.words import acting_user, expanded
from dockwright.lazy import pattern
from dockwright.semantics.commands.queries import asks
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import (
    AndOr,
    Compound,
    Pipeline,
    Sequence,
    Simple,
    nested_script,
    options_of_set,
    switched,
    unwrapped,
)
from dockwright.syntax.shell.nodes import Command, Redirection, Word
from dockwright.syntax.shell.script import Script, children
from dockwright.text import Span

_STOPS = pattern(r"\|\|[\s({]*(?:[^;&|]*[;&]+\s*)?(?:exit\s+[1-9]|exit\s*$|false|return\s+[1-9])")
"""Text after a command that fails in its place."""
_SETS = frozenset({"read", "unset", "local", "getopts", "mapfile", "readarray", "printf", "eval", ".", "source"})
_EVERYWHERE = frozenset({"PATH", "HOME", "PWD", "OLDPWD", "SHELL"})
"""Variables that tell no program where to write."""


@frozen
class Ran:
    """A command as it runs."""

    command: Simple
    """Without sudo, env and the like; spans count in the shell script."""
    words: tuple[str | None, ...]
    """The name and arguments as the program gets them; None for an unknown word."""
    folder: str | None
    """The working folder; None if not known."""
    user: str | None = None
    """The user that sudo, su or gosu switch to; None: that of the instruction."""
    certain: bool = True
    """Whether it runs in every build that gets so far."""
    fatal: bool = True
    """Whether the instruction fails if it does."""
    outer: Simple | None = None
    """With sudo, env and the like, if there are any."""
    conditions: tuple[str, ...] = ()
    """The source of the conditions tested before it runs."""
    settings: tuple[str, ...] = ()
    """The absolute paths in its environment variables: they may tell a program where to write."""
    excused: bool = False
    """Whether the author handles its failure: with `||`, `!`, `set +e` or a condition."""

    @property
    def name(self) -> str | None:
        """The name of the program without folder; None if not known."""
        return self.words[0].rpartition("/")[2] if self.words and self.words[0] else None

    @property
    def span(self) -> Span:
        """The range of the program's name."""
        return self.command.words[0].span if self.command.words else self.command.span

    @property
    def values(self) -> tuple[str, ...]:
        """The arguments; unknown ones as written."""
        return tuple(
            word if word is not None else written.text
            for word, written in zip(self.words[1:], self.command.words[1:], strict=True)
        )

    def values_of(self, words: Iterable[Word]) -> list[str | None]:
        """Some of its words (operands, for example) as the program gets them; None for an unknown one."""
        # A statement of redirections alone is the command `:`, which is not in the text.
        known = {id(word): value for word, value in zip(self.command.words, self.words, strict=False)}
        return [known.get(id(word)) for word in words]


class _Where(NamedTuple):
    folder: str | None
    user: str | None = None
    certain: bool = True
    fatal: bool = True
    conditions: tuple[str, ...] = ()
    excused: bool = False
    outer: Simple | None = None


@lru_cache(maxsize=2048)
def ran(
    script: Script, folder: str | None, variables: tuple[tuple[str, str | None], ...], errexit: bool
) -> tuple[Ran, ...]:
    """The commands of a script that starts in `folder`; `variables` are those of the environment."""
    walk = _Walk(script, dict(variables), errexit)
    walk.sequence(script.body, _Where(folder))
    return tuple(walk.found)


class _Walk:
    def __init__(self, script: Script, variables: dict[str, str | None], errexit: bool) -> None:
        self.script = script
        self.variables = variables
        self.errexit = errexit
        self.pipefail = False
        self.lenient = False
        """Whether `set +e` is in effect, so that failures are ignored."""
        self.found: list[Ran] = []
        self.level = 0

    def sequence(self, node: Sequence, where: _Where) -> _Where:
        """Visit commands one after another; returns the working folder afterwards."""
        for index, item in enumerate(node.items):
            behind = index < len(node.separators) and node.separators[index].text == "&"
            last = index + 1 == len(node.items)
            own = where._replace(fatal=where.fatal and not behind and (last or self.errexit))
            after = self.item(item, own)
            if not behind:
                where = where._replace(folder=after.folder)
        return where

    def item(self, node: Command | AndOr | Sequence, where: _Where) -> _Where:
        match node:
            case Sequence():
                return self.sequence(node, where)
            case AndOr():
                return self.and_or(node, where)
            case Pipeline():
                return self.pipeline(node, where)
            case Simple():
                return self.simple(node, where)
            case Compound():
                return self.compound(node, where)

    def and_or(self, node: AndOr, where: _Where) -> _Where:
        texts = [operator.text for operator in node.operators]
        start = where
        conditions = where.conditions
        certain = where.certain
        for index, item in enumerate(node.items):
            before = texts[index - 1] if index else ""
            rescued = "||" in texts[index:]
            if before == "||" or (index and "||" in texts[:index]):
                certain = False
            excused = where.excused or (rescued and not self.stops(node, index))
            own = where._replace(
                certain=certain,
                fatal=where.fatal and (not rescued or self.stops(node, index)),
                conditions=conditions,
                excused=excused,
            )
            if index + 1 < len(node.items) and asks(item):
                own = own._replace(fatal=False)
                conditions = (*conditions, self.text_of(item))
                certain = False
            after = self.item(item, own)
            folder = after.folder if certain or after.folder == where.folder or asks(item) else None
            where = where._replace(folder=folder)
        return start._replace(folder=where.folder)

    def stops(self, node: AndOr, index: int) -> bool:
        """Whether the command after the `||` that follows an item fails, too."""
        operator = next(one for one in node.operators[index:] if one.text == "||")
        return _STOPS.match(self.script.text, operator.span.start, node.span.end) is not None

    def pipeline(self, node: Pipeline, where: _Where) -> _Where:
        for index, item in enumerate(node.commands):
            last = index + 1 == len(node.commands)
            fatal = where.fatal and not node.negation and (last or self.pipefail)
            excused = where.excused or node.negation is not None
            after = self.item(item, where._replace(fatal=fatal, excused=excused))
            if len(node.commands) == 1:
                return where._replace(folder=after.folder)
        return where

    def compound(self, node: Compound, where: _Where) -> _Where:
        inside = where
        self.redirected(node.span, node.redirections, where._replace(certain=where.certain and node.kind != "function"))
        texts = where.conditions
        for index, body in enumerate(node.bodies):
            if node.kind == "function":
                inside = where._replace(certain=False, fatal=False, folder=None)
            elif index in node.conditions:
                texts = (*texts, self.text_of(body))
                inside = where._replace(
                    certain=where.certain and index == 0, fatal=False, conditions=texts, excused=True
                )
            elif node.kind in ("group", "subshell"):
                inside = where
            else:
                inside = where._replace(certain=False, conditions=(*texts, node.kind), folder=inside.folder)
            after = self.sequence(body, inside)
            if node.kind == "group":
                return where._replace(folder=after.folder)
            if node.kind not in ("subshell", "function") and after.folder != where.folder:
                where = where._replace(folder=None)
        for word in node.words:
            for inner in word.substitutions:
                self.sequence(inner, where._replace(fatal=False))
        return where

    def simple(self, node: Simple, where: _Where) -> _Where:
        for inner in children(node):
            if isinstance(inner, Sequence):
                self.sequence(inner, where._replace(fatal=False))
        for item in (*node.assignments, *node.declared):
            if item.value is None and item in node.declared:
                continue
            if not node.words or item in node.declared:
                value = item.value.literal if item.value is not None else ""
                self.variables[item.name] = value if where.certain and not item.append else None
        if not node.words:
            self.redirected(node.span, node.redirections, where)
            return where
        command = unwrapped(node)
        words = tuple(expanded(word, self.variables) for word in command.words)
        user = acting_user(node) or where.user
        made = Ran(
            command, words, where.folder, user, where.certain, where.fatal,
            node if node is not command else where.outer, where.conditions, self.settings(node),
            where.excused or self.lenient,
        )  # fmt: skip
        if self.nested(made, where._replace(user=user)):
            return where
        self.found.append(made)
        self.remember(made)
        if made.name in ("cd", "pushd"):
            return where._replace(folder=_moved(made, where.folder))
        return where._replace(folder=None) if made.name == "popd" else where

    def redirected(self, span: Span, redirections: tuple[Redirection, ...], where: _Where) -> None:
        """The effect of redirections of a compound command, or without a command: those of `:`."""
        if redirections:
            nothing = Simple(span, redirections=redirections)
            self.found.append(
                Ran(nothing, (":",), where.folder, where.user, where.certain, False, None, where.conditions)
            )

    def settings(self, node: Simple) -> tuple[str, ...]:
        own = {item.name: item.value.literal for item in node.assignments if item.value is not None}
        known = {**self.variables, **own}
        values = {value for name, value in known.items() if value and value.startswith("/") and name not in _EVERYWHERE}
        return tuple(sorted(values - {"/"}))

    def remember(self, made: Ran) -> None:
        """Track `set` and similar commands."""
        if made.name == "set":
            for sign, option in options_of_set(made.command):
                if option == "e":
                    self.errexit, self.lenient = sign == "-", sign == "+"
                elif option == "pipefail":
                    self.pipefail = sign == "-"
        elif made.name in _SETS:
            if made.name in ("eval", ".", "source"):
                self.variables = dict.fromkeys(self.variables)
            for word in made.words[1:]:
                if word in self.variables:
                    self.variables[word] = None

    def nested(self, made: Ran, where: _Where) -> bool:
        """Visit the script of `sh -c '...'` and `su -c '...'`; returns whether the command is one of these."""
        other = switched(made.command)
        inner = other.script if other is not None else nested_script(made.command)
        if inner is None or inner.has_errors or self.level > 3:
            return False
        self.level += 1
        options = made.command.words[1].literal or ""
        if other is not None:
            folder = None if other.login else where.folder
            where, options = where._replace(user=other.user, outer=made.command, folder=folder), ""
        outer = self.errexit, self.pipefail, dict(self.variables)
        self.errexit, self.pipefail = "e" in options.partition("c")[0], False
        self.sequence(inner.body, where)
        (self.errexit, self.pipefail, self.variables) = outer
        self.level -= 1
        return True

    def text_of(self, node: Command | AndOr | Sequence) -> str:
        return self.script.text[node.span.start : node.span.end]


def _moved(made: Ran, folder: str | None) -> str | None:
    values = made.words[1:]
    if not made.certain or len(values) != 1 or values[0] is None or values[0].startswith(("-", "~")):
        return None
    return resolve(folder, values[0])
