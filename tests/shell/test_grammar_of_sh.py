"""Where a text of the shell is said to break its grammar, real shells refuse it, each of them."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest

from dockwright.rules.shell._grammar_of_sh import mistake
from dockwright.syntax.shell import parse_shell

PIECES = [
    "a", "a b", "'c d'", '"x $b"', "x=1", "!", "|", "||", "&&", ";", "&", "\n", "(", ")", "{", "}", "$(", "`", "${x",
    "${x:-y}", "$((1+2))", "$((", "))", '"', "'", "if", "then", "fi", "else", "elif", "for x in 1 2", "do", "done",
    "while", "case $x in", "a)", ";;", "esac", "# it's", "\\;", "\\\n", "> f", "2>&1", "<<E\nhi 'there\nE\n", "f()",
    "[ -f x ]", "echo it\\'s", "\"$(a 'b)')\"", "a#b", "find . -exec rm {} \\;", "{a,b}", "\"${x:-'}\"",
    "<<E\n$(x\nE\n", "<<'E'\n`\nE\n", "time", "function", "[[ a && b ]]", "a=(1 2)",
]  # fmt: skip
CERTAIN = [
    "a &&", "a || # b", "a |", "(a", "(a; (b)", "$(a", 'x="$(a"', "echo `a", "echo $((1 + 2)", "echo ${x", "{ a",
    "{ a }", "a)", "a; fi", "done", "if a; b; fi", "if a; then b",
    "for i in 1; do a; fi", "while a; do b; fi; done",
    "a && && b", "a; ; b", "a ;; b", "&& a", "a\n&& b", "echo 'a", 'echo "a', "(a && )", "cat <<E\n$(x)\nE\n(a",
    "case $x in a) b",
]  # fmt: skip
SHELLS = [[name, *more] for name, *more in (("dash",), ("bash",), ("busybox", "sh")) if shutil.which(name)]


def refused(text: str) -> list[bool]:
    return [subprocess.run([*shell, "-n", "-c", text], capture_output=True).returncode != 0 for shell in SHELLS]


@pytest.mark.skipif(not SHELLS, reason="needs a shell")
@pytest.mark.parametrize("text", CERTAIN)
def test_it_is_told(text: str) -> None:
    assert mistake(text) is not None
    assert parse_shell(text).has_errors
    assert all(refused(text))


@pytest.mark.skipif(not SHELLS, reason="needs a shell")
def test_every_shell_refuses_what_is_told() -> None:
    chosen = random.Random(10)
    told = 0
    for _ in range(500):
        text = chosen.choice([" ", ""]).join(chosen.choices(PIECES, k=chosen.randint(1, 8)))
        if mistake(text) is not None and parse_shell(text).has_errors:
            told += 1
            assert all(refused(text)), text
    assert told > 100


@pytest.mark.parametrize("text", ["(" * 10_000, "$(" * 3_000, "`" * 9_999, "{ " * 9_000, "${x:-" * 5_000, "'" * 9_999])
def test_it_ends(text: str) -> None:
    mistake(text)
