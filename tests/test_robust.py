"""No text makes an exception: random bytes, cut-off files, enormous lines, deep nesting."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import pytest

from dockwright.ide.completion.complete import complete
from dockwright.ide.hover.hover import hover
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span
from shared import SHARED

SAMPLES = sorted((Path(__file__).parent / "syntax" / "samples").iterdir())
EXTREMES = {
    "a long line": "FROM a\nRUN " + "x " * 25_000 + "\n",
    "a long value": "FROM a\nENV A=" + "x" * 50_000 + "\n",
    "escaped quotes": 'FROM a\nENV A="' + '\\"' * 25_000 + "\n",
    "continuation lines": "FROM a\nRUN x " + "\\\n && y " * 10_000 + "\n",
    "nested variables": "FROM a\nENV A=" + "${a:-" * 5_000 + "}" * 5_000 + "\n",
    "open heredocs": "FROM a\n" + "RUN <<E\nx\n" * 1_000,
    "angle brackets": "FROM a\nRUN " + "<" * 50_000 + "\n",
    "open brackets": "FROM a\nCMD " + "[" * 50_000 + "\nRUN " + "(" * 20_000 + "\n",
    "flags": "FROM a\nCOPY " + "--x " * 2_000 + "a b\n",
    "mount fields": "FROM a\nRUN --mount=" + "a=b," * 5_000 + " y\n",
    "two megabytes": "# comment\nRUN x\n" * 125_000,
}


def _use(source: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        snapshot = Snapshot.of(source)
        assert "".join(piece.text for piece in snapshot.tree.pieces) == source
        assert all(0 <= f.span.start <= f.span.end <= len(source) for f in snapshot.findings)
        for offset in (0, len(source) // 2, len(source)):
            hover(snapshot, offset)
            complete(snapshot, offset)
    assert not caplog.records


def test_random_bytes(caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(3)
    alphabet = b"\\`\"'$#{}[]<>=-/ \t\r\nFROMRUNCOPYENVa:1\xff\xc3\xa0\xe2"
    for _ in range(1_000):
        raw = bytes(chance.choice(alphabet) for _ in range(chance.randint(0, 200)))
        _use(raw.decode("utf-8", "replace"), caplog)


def test_every_prefix_of_many_files(caplog: pytest.LogCaptureFixture) -> None:
    """Typed a character at a time; now and then everything an editor asks for is asked."""
    paths = list(SAMPLES)
    if SHARED:
        paths += random.Random(5).sample(sorted((SHARED / "corpus").glob("*.Dockerfile")), 200)
    for path in paths:
        source = path.read_bytes().decode("utf-8", "replace")[:1_500]
        tree = parse("")
        for end, character in enumerate(source):
            tree = tree.edited(Edit(Span(end, end), character))
        assert "".join(piece.text for piece in tree.pieces) == source
        for end in range(0, len(source), 150):
            _use(source[:end], caplog)


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes(name: str, caplog: pytest.LogCaptureFixture) -> None:
    _use(EXTREMES[name], caplog)
