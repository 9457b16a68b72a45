"""Make server/dockwright/context/builds/hcl/hcl.json: the tables that lark generates from grammar/hcl.lark.

Generating them takes as long as the rest of a run; reading them takes a few milliseconds. lark's numbering of states
varies: here they are numbered in the order in which they are reached, by the names of terminals.
"""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path
from typing import Any

from lark import Lark

ROOT = Path(__file__).parent.parent
GRAMMAR = ROOT / "grammar" / "hcl.lark"
OUTPUT = ROOT / "server" / "dockwright" / "context" / "builds" / "hcl" / "hcl.json"
OPTIONS = ("postlex", "transformer", "lexer_callbacks", "tree_class", "_plugins")
"""Options that are given when the tables are loaded."""


def main() -> None:
    OUTPUT.write_text(written(), encoding="utf-8")


def written() -> str:
    """The text of the file, one state or rule per line."""
    lark = Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start=["file", "text"], postlex=Lines())
    kept = io.BytesIO()
    lark.save(kept, OPTIONS)
    tables = pickle.loads(kept.getvalue())
    parser = tables["data"]["parser"]["parser"]
    parser |= _numbered(parser)
    text = json.dumps(tables, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    assert json.loads(text) == json.loads(json.dumps(tables))
    return text


class Lines:
    """The interface of the reader's filter for line breaks towards lark."""

    always_accept = ("_NL",)


def _numbered(parser: dict[str, Any]) -> dict[str, Any]:
    """The states and tokens of a table with numbers that do not depend on the run."""
    names = parser["tokens"]
    tokens = sorted(names.values())
    states: list[dict[str, tuple[int, Any]]] = []
    numbers: dict[int, int] = {}

    def number(state: int) -> int:
        if state not in numbers:
            numbers[state] = len(states)
            actions = {names[token]: action for token, action in parser["states"][state].items()}
            states.append(dict(sorted(actions.items())))
        return numbers[state]

    starts = {start: number(state) for start, state in sorted(parser["start_states"].items())}
    for actions in states:  # grows during the iteration
        for token, (reduces, argument) in actions.items():
            actions[token] = (reduces, argument if reduces else number(argument))
    rows = {at: {tokens.index(token): action for token, action in row.items()} for at, row in enumerate(states)}
    ends = {start: number(state) for start, state in sorted(parser["end_states"].items())}
    return {"tokens": dict(enumerate(tokens)), "states": rows, "start_states": starts, "end_states": ends}


if __name__ == "__main__":
    main()
