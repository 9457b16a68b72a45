"""The semantics of `set -e`: where it makes no difference, and where a failure certainly ends the script.

`set -e` is ignored while a command left of `&&` or `||`, after `!` or in a condition runs, including everything inside
it. A list `a && b` that fails at `a` does not end the script, nor does a compound command that ends with such a list,
but a subshell that ends with it does. Verified in dash, bash and busybox ash by tests/refactors/test_shells.py.
"""

from __future__ import annotations

from dockwright.syntax.shell import AndOr, Command, Compound, Pipeline, Sequence, Simple, children, options_of_set

KNOWN_OPTIONS = frozenset({"e", "u", "x", "f", "a", "C", "pipefail"})
OPAQUE = frozenset({"eval", ".", "source", "trap", "command", "builtin", "coproc", "time", "shopt", "enable"})
"""Commands that may change the shell in any way, or that shells interpret differently."""


def neutral(node: Command | AndOr | Sequence, functions: bool = False) -> bool:
    """Whether a script does the same with `set -e` in effect, without it, and where it is ignored.

    Such a script may be used left of `&&`, and at the end of a script under `set -e`.
    """
    if isinstance(node, Sequence):
        return len(node.items) == 1 and not any(mark.text == "&" for mark in node.separators) and neutral(node.items[0])
    if isinstance(node, AndOr):
        return all(neutral(item) for item in node.items)
    if isinstance(node, Pipeline):
        return all(neutral(item) for item in node.commands)
    if isinstance(node, Simple):
        return not is_opaque(node) and not sets(node, "e") and all(neutral(inner) for inner in children(node))
    if node.kind in ("for", "while", "until", "function"):
        return False
    conditions = [node.bodies[index] for index in node.conditions]
    rest = [inner for inner in children(node) if inner not in conditions]
    return all(_is_plain(inner) for inner in conditions) and all(neutral(inner) for inner in rest)


def faithful(node: Command | AndOr | Sequence) -> bool:
    """Whether `set -e` ends the script at the top level whenever this has a nonzero exit status."""
    if isinstance(node, Sequence):
        return bool(node.items) and faithful(node.items[-1])
    if isinstance(node, AndOr):
        return node.operators[-1].text == "||" and faithful(node.items[-1])
    if isinstance(node, Pipeline):
        return node.negation is None
    if isinstance(node, Simple):
        return not is_opaque(node) and node.name not in ("return", "let", "wait")
    if node.kind == "subshell":
        return not node.redirections
    if node.kind in ("group", "if", "for", "while", "until", "case") and not node.redirections:
        bodies = [body for index, body in enumerate(node.bodies) if index not in node.conditions]
        return all(faithful(body) for body in bodies if body.items)
    return False


def is_opaque(command: Simple) -> bool:
    """Whether the name of a command does not tell what it does to its shell."""
    if not command.words:
        return False
    if command.name is None:
        word = command.words[0]
        return not ("/" in word.text and word.text.startswith('"') and word.text.endswith('"'))
    if command.name == "command" and command.arguments:
        return command.arguments[0].literal not in ("-v", "-V")
    return command.name in OPAQUE


def sets(command: Simple, option: str) -> bool:
    """Whether a command is a `set` that may change an option."""
    if command.name != "set":
        return False
    return not has_known_options(command) or any(name == option for _, name in options_of_set(command))


def may_switch_off(command: Simple) -> bool:
    """Whether a command may disable `-e`."""
    if command.name == "set":
        return any(name == "e" and sign == "+" for sign, name in options_of_set(command))
    return command.name == "eval" and any("set" in word.text for word in command.arguments)


def has_known_options(command: Simple) -> bool:
    """Whether a `set` only has known options."""
    words = [word.literal for word in command.arguments]
    if command.assignments or command.redirections or not words or None in words:
        return False
    found = list(options_of_set(command))
    long = sum(1 for word in words if word in KNOWN_OPTIONS or word in ("errexit", "nounset", "xtrace", "noglob"))
    marked = sum(1 for word in words if word and word[0] in "-+" and len(word) > 1)
    return long + marked == len(words) and bool(found) and all(name in KNOWN_OPTIONS for _, name in found)


def _is_plain(node: Sequence | AndOr | Command) -> bool:
    """Whether nothing in a condition changes `set -e`, or obeys it anyway, as dash does inside `$( )`."""
    pending: list[Sequence | AndOr | Command] = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, Compound) and found.kind == "function":
            return False
        if isinstance(found, Simple) and (is_opaque(found) or sets(found, "e")):
            return False
        below = children(found)
        if isinstance(found, Simple | Compound):
            bodies = found.bodies if isinstance(found, Compound) else ()
            if not all(neutral(inner) for inner in below[: len(below) - len(bodies)]):
                return False
        pending += below
    return True
