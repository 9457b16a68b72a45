"""What findings are known by: inserting, moving and laying out other lines opens none of them again."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cache
from itertools import accumulate

import pytest

from dockwright.cli.rows import Row, rows
from dockwright.config import Config
from dockwright.findings.engine import select
from dockwright.ide.format.format import formatting
from dockwright.ide.format.style import Style
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.nodes import Unit
from dockwright.text import apply
from rule_pages import EXAMPLES
from shared import SHARED

SELECTION = select(Config())
STEP = 12
INSERTED = ("\n", "# a remark\n", "\n# a remark\n\n", "  \n")


@cache
def sources() -> list[str]:
    found = [example.source for example in EXAMPLES[::3]]
    if SHARED:
        listed = (SHARED / "corpus/index.jsonl").read_text("utf-8").split("\n")[:-1][::STEP]
        files = [SHARED / "corpus" / json.loads(row)["file"] for row in listed]
        found += [file.read_bytes().decode("utf-8", "surrogateescape") for file in files]
    return found


@cache
def checked(source: str) -> tuple[Snapshot, tuple[Row, ...]]:
    snapshot = Snapshot.of(source, SELECTION)
    return snapshot, rows(snapshot)


def rows_of(source: str) -> tuple[Row, ...]:
    return rows(Snapshot.of(source, SELECTION))


def pieces(snapshot: Snapshot) -> list[str] | None:
    """The pieces of a file as text; None where they cannot be moved, for a heredoc or the last of them has no end."""
    tree = snapshot.tree
    texts = [piece.text for piece in tree.pieces]
    whole = not any(piece.heredocs_open for piece in tree.pieces) and all(text.endswith("\n") for text in texts)
    return texts if whole and all(not text.rstrip().endswith(tree.escape) for text in texts) else None


def test_inserted_lines_open_nothing() -> None:
    chance = random.Random(7)
    tried, wrong = 0, []
    for source in sources():
        snapshot, before = checked(source)
        texts = pieces(snapshot)
        if not before or not texts:
            continue
        first = next((index for index, piece in enumerate(snapshot.tree.pieces) if isinstance(piece, Unit)), 0)
        for _ in range(3):
            texts.insert(chance.randrange(first + 1, len(texts) + 1), chance.choice(INSERTED))
        known = {row.fingerprint for row in before}
        tried += len(before)
        wrong += [(source, row) for row in rows_of("".join(texts)) if row.fingerprint not in known]
    assert tried > 300 and wrong == []


def test_moved_instructions_open_nothing() -> None:
    """As often as a rule had something to say of an instruction, it is known wherever the instruction stands."""
    chance = random.Random(11)
    tried = 0
    for source in sources():
        snapshot, before = checked(source)
        texts = pieces(snapshot)
        if not before or not texts or len(texts) < 4:
            continue
        known = {row.fingerprint for row in before}
        told = Counter(places(snapshot, texts, before))
        for _ in range(2):
            texts.insert(chance.randrange(1, len(texts)), texts.pop(chance.randrange(1, len(texts))))
        after, found = checked("".join(texts))
        for row, place in zip(found, places(after, texts, found), strict=True):
            told[place] -= 1
            if told[place] >= 0:
                tried += 1
                assert row.fingerprint in known, (source, row)
    assert tried > 300


def places(snapshot: Snapshot, texts: list[str], found: tuple[Row, ...]) -> list[tuple[str, str]]:
    """The code of each finding, and the text of the piece or the line of a comment that it stands in."""
    ends = list(accumulate(map(len, texts)))
    named = []
    for row in found:
        offset = snapshot.text.offset(row.line - 1, row.column - 1, "utf-32")
        text = next((text for text, end in zip(texts, ends, strict=True) if offset < end), texts[-1])
        named.append((row.code, snapshot.text.line(row.line - 1) if text.lstrip()[:1] in ("#", "") else text))
    return named


@pytest.mark.parametrize("indent", ["  ", "        ", "\t"])
def test_what_the_formatter_does_opens_nothing(indent: str) -> None:
    tried, wrong = 0, []
    for source in sources():
        snapshot, before = checked(source)
        edits = formatting(snapshot.tree, None, Style(indent))
        if before and edits:
            known = {row.fingerprint for row in before}
            tried += len(before)
            wrong += [(source, row) for row in rows_of(apply(source, edits)) if row.fingerprint not in known]
    assert tried > 100 and wrong == []


ONE = "FROM alpine:3.20\nADD a.py b.py /srv/\n"


@pytest.mark.parametrize(
    "other",
    [
        "from alpine:3.20\nadd  a.py   b.py /srv/\n",
        "# x\nFROM alpine:3.20\n\nADD a.py \\\n  # why\n  b.py \\\n\n  /srv/\n",
        ONE.replace("\n", "\r\n"),
        ONE.rstrip("\n"),
        "FROM alpine:3.20\nRUN true\nADD a.py b.py /srv/\nENV A=1\n",
        "# escape=`\nFROM alpine:3.20\nADD a.py `\nb.py /srv/\n",
    ],
)
def test_one_instruction_written_in_other_ways(other: str) -> None:
    assert _marks(other) == _marks(ONE) != set()


@pytest.mark.parametrize("other", ["a.py", "a.py b.py c.py", "--chown=1 a.py b.py", "a.pyb.py"])
def test_another_instruction_is_another_one(other: str) -> None:
    assert not _marks(ONE.replace("a.py b.py", other)) & _marks(ONE)


def test_the_text_of_a_heredoc_counts() -> None:
    one = "FROM alpine:3.20\nRUN <<EOF\nsudo a\nEOF\n"
    known = {row.fingerprint for row in rows_of(one)}
    assert known and not known & {row.fingerprint for row in rows_of(one.replace("sudo a", "sudo b"))}


def test_a_remark_on_a_comment_stays_known() -> None:
    one = "FROM alpine:3.20\n# check=skip=StageNameCasing\nRUN true\n"
    known = {row.fingerprint for row in rows_of(one)}
    assert known and known == {row.fingerprint for row in rows_of(one.replace("# c", "\n# other\n#   c"))}


def test_of_equal_instructions_as_many_are_known_as_there_were() -> None:
    known = _marks(ONE)
    twice = _marks(ONE + "ADD a.py b.py /srv/\n")
    assert known < twice and len(twice) == 2


def _marks(source: str) -> set[str]:
    return {row.fingerprint for row in rows_of(source) if row.code == "DL3020"}
