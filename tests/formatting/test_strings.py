"""Shell text after formatting, as a real shell reads it: the same words, character for character."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest

from dockwright.ide.format.format import formatting
from dockwright.ide.format.style import Style
from dockwright.syntax.tree import parse
from dockwright.text import apply

PARTS = ["a", " ", "  ", "'", '"', "\\'", '\\"', "$(echo ", ")", "`echo b`", "${x:-", "}", "#", " && printf '<%s>' ",
         " \\\n", " \\\n", " \\\n  ", "\\\n", "\\\n   ", "it's", "\\ ", "$x", "\t"]  # fmt: skip


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no sh")
def test_a_shell_prints_the_same() -> None:
    choose = random.Random(8)
    sources = []
    while len(sources) < 4000:
        source = "RUN printf '<%s>' " + "".join(choose.choices(PARTS, k=choose.randint(4, 14))) + "\n"
        tree = parse(source)
        edits = formatting(tree, None, Style("      "))
        if len(tree.instructions) == 1 and edits and not tree.problems:
            sources.append((_text(source), _text(apply(source, edits))))
    pairs = [(before, after) for before, after in sources if before != after]
    outs = [_run([pair[side] for pair in pairs]) for side in (0, 1)]
    assert len(pairs) > 1000
    assert [(pair, one, two) for pair, one, two in zip(pairs, *outs, strict=True) if one != two] == []


def _text(source: str) -> str:
    return parse(source).instructions[0].argument_text


def _run(texts: list[str]) -> list[str]:
    """What `sh -c` prints of each text, all in one process."""
    quoted = ["'" + text.replace("'", "'\\''") + "'" for text in texts]
    script = "x='q  r'; export x\n" + "".join(
        f"(eval {text}) 2>/dev/null </dev/null; printf '\\001'\n" for text in quoted
    )
    done = subprocess.run(["sh"], input=script, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.split("\x01")[:-1]
