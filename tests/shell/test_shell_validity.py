"""Real shells say whether a text is one of theirs; `has_errors` must say the same."""

from __future__ import annotations

import itertools
import shutil
import subprocess

import pytest

from dockwright.syntax.shell import parse_shell

COMMANDS = ["a", "a b 'c d'", 'x=1 a "$b"', "! a", "a | b", "(a; b)", "{ a; }", "a > f 2>&1", "x=$(a)", "[ -f x ]"]
JOINS = [" && ", " || ", "; ", " & ", "\n", " &&\n  ", " | ", " ; ; ", " && && ", " || ; ", " ) ", " } ", " ;; "]
WHOLE = [
    "if a; then b; fi",
    "if a; then b; else c; fi > f",
    "if a; then b; elif c; then d; else e; fi",
    "if a; b; fi",
    "if a; then b;",
    "if a; then fi",
    "for x in 1 2; do a $x; done",
    "for x; do a; done",
    "for x in; do a; done",
    "for x in 1 do a; done",
    "while a; do b; done < f",
    "until a; do b; done",
    "while a; do done",
    "case $x in a|b) c;; *) d;; esac",
    "case $x in (a) c ;; esac",
    "case x in esac",
    "case x in a) b;; esac; c",
    "f() { a; }",
    "f() ( a )",
    "f() { }",
    "( )",
    "{ }",
    "(a",
    "a)",
    "{ a; ",
    "{ a }",
    "then",
    "fi",
    "done",
    "a; fi",
    "; a",
    "& a",
    "&& a",
    "| a",
    "a &&",
    "a ||",
    "a |",
    "a;",
    "a &",
    "a; &",
    "a &;",
    "echo 'open",
    'echo "open',
    "echo $(a",
    "echo `a`",
    "echo ${x",
    "echo ${x:-y}",
    "echo $((1 + 2))",
    'echo "${x:-"$(a "$b")"}"',
    "a # comment",
    "# comment only",
    "",
    "a #b\nc",
    "cat <<EOF\n$x\nEOF\n",
    "cat <<'EOF' | b && c\n$x\nEOF\nd\n",
    "cat <<-EOF > f\n\tx\n\tEOF\n",
    "a > ",
    "a 2>&1 >/dev/null",
    "> f",
    "a b=c d",
    "export A=1 B",
    "echo a{b,c} *.x ~/y",
    "a \\\n b && \\\n c",
    "a;\n\nb\n",
    "a &&\n\n# note\nb",
    "test a = b && c",
    "[ a = b -o ! -d c ] || d",
    "echo if then else",
    "echo }",
    "set -eux; a; b",
    "x= a",
    "x=",
    "a='b'\"c\"d",
    "echo \\(",
    "echo a\\;b",
    "trap 'rm -f x' EXIT",
    "echo )",
    "a ( b )",
]
SNIPPETS = [*WHOLE, *(one + join + two for one, join, two in itertools.product(COMMANDS, JOINS, COMMANDS[:4]))]

# What tree-sitter-bash does not read as shells do, by how the snippet starts. We call it broken, so that nothing
# rewrites it.
DIFFERENT = {
    "for x in; do": "the grammar wants a word after in",
    "[ -f x ] } ": "the grammar ends a test at its bracket, shells take more words",
}


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_we_agree_with_real_shells(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not here")
    wrong = []
    for snippet in SNIPPETS:
        done = subprocess.run([program, "-n"], input=snippet, capture_output=True, text=True, check=False)
        if (done.returncode != 0) != parse_shell(snippet).has_errors and not snippet.startswith(tuple(DIFFERENT)):
            wrong.append((snippet, done.returncode))
    assert wrong == []
