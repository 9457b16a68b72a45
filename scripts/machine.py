"""Make server/dockwright/syntax/arguments.json: a plain state machine from lark's tables for grammar/arguments.lark.

The grammar has no nesting, so lark's LALR tables only have few reachable stacks: each is a state here. A state consists
of the expression that the contextual lexer tries there (terminals in lark's order) and the next state for each
terminal. Loading lark takes longer than the rest of a short run; loading this file takes a millisecond.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

ROOT = Path(__file__).parent.parent
GRAMMAR = ROOT / "grammar" / "arguments.lark"
OUTPUT = ROOT / "server" / "dockwright" / "syntax" / "arguments.json"
STARTS = ("from", "words", "string", "json", "health", "pairs", "legacy", "arg")


def main() -> None:
    OUTPUT.write_text(written(), encoding="utf-8")


def written() -> str:
    """The text of the file: one state per line."""
    blocks = []
    for escape in "\\`":
        lark = build(escape)
        starts, states = _merged(*machine(lark))
        rows = ",\n".join(f"  {json.dumps(state)}" for state in states)
        head = f'"starts": {json.dumps(starts)}, "kept": {json.dumps(_kept(lark))}'
        blocks.append(f' {json.dumps(escape)}: {{{head}, "states": [\n{rows}\n ]}}')
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def build(escape: str, **options: Any) -> Lark:
    """A parser for files with this escape character."""
    text = GRAMMAR.read_text(encoding="utf-8")
    text = text if escape == "\\" else text.replace("\\\\", escape)
    return Lark(text, parser="lalr", lexer="contextual", start=list(STARTS), maybe_placeholders=False, **options)


Starts = dict[str, int]
States = list[tuple[str, dict[str, int]]]


def machine(lark: Lark) -> tuple[Starts, States]:
    """The initial state of each family, and all states: expression, and the next state by terminal."""
    table: Any = lark.parser.parser._parse_table
    numbers: dict[tuple[int, ...], int] = {}
    stacks: list[tuple[int, ...]] = []

    def number(stack: tuple[int, ...]) -> int:
        if stack not in numbers:
            assert len(stacks) < 200, "the grammar nests, so it has no end of states"
            numbers[stack] = len(stacks)
            stacks.append(stack)
        return numbers[stack]

    starts = {family: number((table.start_states[family],)) for family in STARTS}
    states = []
    for stack in stacks:  # grows during the iteration
        lexer: Any = lark.parser.lexer.lexers[stack[-1]]
        following = {name: _after(table, stack, name) for name in sorted(table.states[stack[-1]]) if name.isupper()}
        moves = {name: number(then) for name, then in following.items() if then is not None}
        moves |= dict.fromkeys(lexer.ignore_types, numbers[stack])
        terminals = [terminal for terminal in lexer.terminals if terminal.name in moves]
        terminals.sort(key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
        expression = "|".join(f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})" for terminal in terminals)
        states.append((expression, moves))
    return starts, states


def _kept(lark: Lark) -> list[str]:
    """The terminals that lark puts into the tree."""
    symbols: list[Any] = [symbol for rule in lark.rules for symbol in rule.expansion if symbol.is_term]
    return sorted({symbol.name for symbol in symbols if not symbol.filter_out})


def _merged(starts: Starts, states: States) -> tuple[Starts, States]:
    """The same machine with equivalent states merged."""
    group = [0] * len(states)
    while True:
        keys = [(text, tuple((name, group[then]) for name, then in sorted(moves.items()))) for text, moves in states]
        first = {key: index for index, key in reversed(list(enumerate(keys)))}
        names = {key: number for number, key in enumerate(sorted(first, key=first.__getitem__))}
        now = [names[key] for key in keys]
        if now == group:
            break
        group = now
    rows = {group[index]: (text, {name: group[then] for name, then in moves.items()})
            for index, (text, moves) in enumerate(states)}  # fmt: skip
    return {family: group[state] for family, state in starts.items()}, [rows[number] for number in range(len(rows))]


def _after(table: Any, stack: tuple[int, ...], terminal: str) -> tuple[int, ...] | None:
    """The stack after one terminal; None if parsing fails there."""
    found = list(stack)
    while True:
        if terminal not in table.states[found[-1]]:
            return None
        action, argument = table.states[found[-1]][terminal]
        if action is Shift:
            return (*found, argument)
        if argument.expansion:
            del found[-len(argument.expansion) :]
        found.append(table.states[found[-1]][argument.origin.name][1])


if __name__ == "__main__":
    main()
