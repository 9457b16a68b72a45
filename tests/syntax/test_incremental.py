"""A tree made by edits equals the tree made from scratch, gives its text back, and costs what the edit costs."""

from __future__ import annotations

import random
from pathlib import Path

from dockwright.syntax import split
from dockwright.syntax.tree import Tree, parse
from dockwright.text import Edit, Span
from shared import SHARED

SAMPLES = [path.read_bytes().decode() for path in sorted((Path(__file__).parent / "samples").iterdir())]
SNIPPETS = (
    "\n",
    "\r\n",
    "\r",
    " ",
    "\\",
    "\\\n",
    "`",
    "#",
    "# escape=`\n",
    "# escape=\\\n",
    "<<E",
    "E\n",
    "\nE\n",
    "<<-X\n",
    "\t",
    "'",
    '"',
    "$",
    "${",
    "}",
    "FROM a AS b\n",
    "RUN ",
    "run x\n",
    "COPY ",
    "ONBUILD ",
    "[",
    '["a"]',
    "=",
    "ENV A=b\n",
    "\n\n",
    "\ufeff",
    "\f",
    "\u2028",
    "😀",
    "a",
    "EOF\n",
    "HEALTHCHECK CMD x\n",
    "# check=skip=all\n",
    "--from=b ",
)
EDITS = 50_000


def _files() -> list[str]:
    if SHARED is None:
        return SAMPLES
    names = sorted((SHARED / "corpus").glob("*.Dockerfile"))
    chosen = random.Random(7).sample(names, 120)
    return SAMPLES + [path.read_bytes().decode("utf-8", "surrogateescape")[:3000] for path in chosen]


def _same(edited: Tree, fresh: Tree) -> bool:
    return (
        edited.text.string == fresh.text.string
        and edited.starts == fresh.starts
        and edited.zone == fresh.zone
        and [piece.text for piece in edited.pieces] == [piece.text for piece in fresh.pieces]
        and edited.problems == fresh.problems
    )


def test_edits_give_what_parsing_from_scratch_gives() -> None:
    chance = random.Random(20_261_124)
    files = _files()
    done = 0
    while done < EDITS:
        tree = parse(chance.choice(files)[: chance.choice((60, 300, 1200))])
        for _ in range(40):
            length = len(tree.text)
            start = chance.randint(0, length)
            end = min(length, start + chance.choice((0, 0, 0, 1, 1, 2, 8, 60)))
            edit = Edit(Span(start, end), chance.choice(SNIPPETS) if chance.random() < 0.85 else "")
            before = tree.text.string
            tree = tree.edited(edit)
            done += 1
            expected = before[:start] + edit.new + before[end:]
            assert "".join(piece.text for piece in tree.pieces) == expected
            assert _same(tree, parse(expected)), (before, edit)


def test_typing_in_one_instruction_parses_one_instruction() -> None:
    source = next(sample for sample in SAMPLES if "pip install" in sample) * 20
    tree = parse(source)
    offset = source.index("pip install") + len("pip install")
    for character in " --quiet":
        before = split.parsed
        tree = tree.edited(Edit(Span(offset, offset), character))
        offset += 1
        assert split.parsed - before == 1
