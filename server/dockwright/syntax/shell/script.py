"""A parsed shell script: its tree, and functions to query it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from dockwright.frozen import frozen, replace
from dockwright.lazy import pattern
from dockwright.syntax.shell.build import Builder
from dockwright.syntax.shell.nodes import AndOr, Command, Compound, Pipeline, Redirection, Sequence, Simple, Word
from dockwright.syntax.shell.parser import parse_tree
from dockwright.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


_CUT_WORD = pattern(r"[^\s;&|<>(\\]\\\n[^\s;&|<>()]")
"""A continuation inside a word; the grammar makes two words of it."""


@frozen
class Place:
    """Where a simple command is: what decides whether it runs and what its effects reach."""

    subshell: bool = False
    """In `( )`, in a pipeline of several commands, or in a substitution: variables it sets are lost."""
    substitution: bool = False
    conditional: bool = False
    """After `&&` or `||`, or in the body of if, for, while, until or case: it may not run."""
    after_or: bool = False
    """After `||`: it runs only if a command before it failed."""
    condition: bool = False
    """In the condition of if, while or until, or negated: its failure does not end the script."""
    function: bool = False
    background: bool = False
    pipe_index: int = 0
    pipe_length: int = 1
    top_level: bool = True
    """Not inside a compound command; lists and pipelines do not count."""


@frozen
class Placed:
    """A simple command and its place."""

    command: Simple
    place: Place


@frozen
class Assigned:
    """An assignment to a variable."""

    name: str
    span: Span
    how: Literal["assignment", "prefix", "export", "declare", "read", "for"]
    """`prefix` is `a=1 command`, which applies to that command only."""


@frozen(eq=False)  # compared by identity, because caches are keyed by the tree itself and not by an equal one
class Script:
    """A shell script. With `has_errors` the tree is incomplete: read it, but do not rewrite the script."""

    text: str
    body: Sequence
    comments: tuple[Span, ...]
    has_errors: bool

    def simple_commands(self) -> tuple[Placed, ...]:
        """Every simple command at any depth, in text order."""
        return _simple_commands(self)

    def words(self) -> Iterator[Word]:
        """Every word of commands, assignments, redirections, loops and cases."""
        for node in self.nodes():
            if isinstance(node, Simple):
                for item in node.assignments:
                    if item.value:
                        yield item.value
                yield from node.words
            elif isinstance(node, Compound):
                yield from node.words
            if isinstance(node, Simple | Compound):
                yield from (item.target for item in node.redirections if item.target)

    def redirections(self) -> Iterator[Redirection]:
        """Every redirection at any depth."""
        for node in self.nodes():
            if isinstance(node, Simple | Compound):
                yield from node.redirections

    def nodes(self) -> tuple[Command | AndOr | Sequence, ...]:
        """Every node of the tree, including those in substitutions; parents before children."""
        return _nodes(self)

    def functions(self) -> frozenset[str]:
        """The names of the functions that are defined at any depth."""
        return _functions(self)


def children(node: Command | AndOr | Sequence) -> list[Command | AndOr | Sequence]:
    """The direct children of a node, in text order."""
    if isinstance(node, Sequence | AndOr):
        return list(node.items)
    if isinstance(node, Pipeline):
        return list(node.commands)
    words = list(node.words)
    if isinstance(node, Simple):
        words = [item.value for item in node.assignments if item.value] + words
    words += [item.target for item in node.redirections if item.target]
    inner: list[Command | AndOr | Sequence] = [inner for word in words for inner in word.substitutions]
    return inner if isinstance(node, Simple) else [*inner, *node.bodies]


@lru_cache(maxsize=4096)
def parse_shell(text: str) -> Script:
    """Parse a shell script. Never fails: `has_errors` is set if a part of it cannot be parsed."""
    root = parse_tree(text)
    if root is None:
        return Script(text, Sequence(Span(0, 0)), (), True)
    builder = Builder(text)
    body = builder.sequence(root.children, 0)
    broken = builder.broken or root.has_error or bool(_CUT_WORD.search(text))
    return Script(text, body, tuple(builder.comments), broken)


@lru_cache(maxsize=4096)
def _nodes(script: Script) -> tuple[Command | AndOr | Sequence, ...]:
    found: list[Command | AndOr | Sequence] = []
    pending: list[Command | AndOr | Sequence] = [script.body]
    while pending:
        node = pending.pop()
        found.append(node)
        pending += reversed(children(node))
    return tuple(found)


@lru_cache(maxsize=4096)
def _functions(script: Script) -> frozenset[str]:
    return frozenset(node.name for node in script.nodes() if isinstance(node, Compound) and node.kind == "function")


@lru_cache(maxsize=4096)
def _simple_commands(script: Script) -> tuple[Placed, ...]:
    found: list[Placed] = []
    _collect(script.body, Place(), found)
    return tuple(sorted(found, key=lambda item: item.command.span))


def _collect(node: Command | AndOr | Sequence, place: Place, found: list[Placed]) -> None:
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            behind = index < len(node.separators) and node.separators[index].text == "&"
            _collect(item, replace(place, background=True, subshell=True) if behind else place, found)
    elif isinstance(node, AndOr):
        _collect(node.items[0], place, found)
        for operator, item in zip(node.operators, node.items[1:], strict=False):
            _collect(item, replace(place, conditional=True, after_or=operator.text == "||"), found)
    elif isinstance(node, Pipeline):
        count = len(node.commands)
        for index, item in enumerate(node.commands):
            inner = replace(place, subshell=place.subshell or count > 1, pipe_index=index, pipe_length=count)
            _collect(item, replace(inner, condition=True) if node.negation else inner, found)
    else:
        if isinstance(node, Simple):
            found.append(Placed(node, place))
        _collect_within(node, place, found)


def _collect_within(node: Simple | Compound, place: Place, found: list[Placed]) -> None:
    within = replace(place, top_level=False, pipe_index=0, pipe_length=1)
    below = children(node)
    bodies = node.bodies if isinstance(node, Compound) else ()
    for inner in below[: len(below) - len(bodies)]:
        _collect(inner, replace(within, subshell=True, substitution=True), found)
    if not isinstance(node, Compound):
        return
    for index, body in enumerate(bodies):
        inside = within
        if node.kind == "subshell":
            inside = replace(within, subshell=True)
        elif node.kind == "function":
            inside = replace(within, function=True, conditional=True)
        elif index in node.conditions:
            inside = replace(within, condition=True, conditional=place.conditional or index > 0)
        elif node.kind != "group":
            inside = replace(within, conditional=True)
        _collect(body, inside, found)
