"""Commands in exec form and in shell form are the same command: real shells make the same words of them."""

from __future__ import annotations

import itertools
import random
import shutil
import subprocess

import pytest

from dockwright.refactors.forms.exec_to_shell import exec_to_shell
from dockwright.refactors.forms.shell_in_array import shell_in_array
from dockwright.refactors.forms.shell_to_exec import run_to_exec, shell_to_exec
from dockwright.refactors.kit.refactor import Rewrite
from dockwright.refactors.kit.shell_words import BUILTINS, quoted, split
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply

SHELLS = [shell for shell in (["dash"], ["bash"], ["busybox", "ash"], ["bash", "--posix"]) if shutil.which(shell[0])]
PRINTER = "/usr/bin/printf"
pytestmark = pytest.mark.skipif(not shutil.which(PRINTER), reason=f"there is no {PRINTER} to print words")

HAND_WRITTEN = r"""
a
a b
'a b'
"a b"
a\ b
a'b'c
a"b"'c'
''
""
a '' b
\a
\\
"\""
"\a"
"\\a"
"\$x"
"\`x"
'\'
'\\'
"it's"
'"'
\'
\"
\$x
'$x'
'`x`'
'*'
"*"
\*
'~'
\~
a~
a~b
a=~
a:~
~
~root
x=y
--x=y
--x=~
-
--
a#b
'#'
\#
#a
a #b
{a}
{a,b}
{1..3}
{{.Names}}
{
}
{}
a{
!
!x
a!b
%
%1
@
^
a^b
a?b
a[b]
[
]
a]
=
=a
+
.
,
:
/
é
日本
é'ü'
a b
$
a$
$'a'
$"a"
"$"
"a$"
'
"
\
a\
a;b
a&b
a|b
a<b
a>b
(a)
`a`
a`
$(a)
${a}
$a
"$a"
"{a,b}"
'{a,b}'
{'a',b}
{a','b}
a'{'b,c}
"!"
'!'
if
then
-e
-n
\n
'\n'
%s
a\;b
';'
""".strip("\n").split("\n")
PIECES = [
    "a",
    "b",
    "é",
    " ",
    " ",
    "'",
    '"',
    "\\",
    "$",
    "`",
    "~",
    "=",
    ":",
    "#",
    "{",
    "}",
    ",",
    "..",
    "!",
    "*",
    "-",
    "''",
    "\\ ",
]
PROGRAMS = ["server", "./run.sh", "/usr/bin/env", "[", "echo", "if", "a=b", "'echo'", "-x"]


def lines() -> list[str]:
    """What stands after the name of a program; generated ones always the same."""
    chance = random.Random(6)
    made = ["".join(chance.choices(PIECES, k=chance.randint(1, 7))) for _ in range(700)]
    quoted_ones = [f"{before}'{inside}'" for before, inside in itertools.product(["", "a", '"b"'], PIECES)]
    return HAND_WRITTEN + quoted_ones + made


def words_in(shell: list[str], text: str) -> list[str] | None:
    """The words that a shell gives the printer; None where it does anything else."""
    done = subprocess.run(
        [*shell, "-c", text],
        capture_output=True,
        check=False,
        cwd="/usr/share",
        env={"PATH": "/usr/bin:/bin", "HOME": "/h"},
    )
    if done.returncode or not done.stdout.endswith(b"\0") or done.stderr:
        return None
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_words_are_those_of_a_shell(shell: list[str]) -> None:
    accepted = 0
    for line in lines():
        words = split(f"{PRINTER} '%s\\0' : {line}")
        if isinstance(words, str):
            continue
        accepted += 1
        assert words_in(shell, f"{PRINTER} '%s\\0' : {line}") == [word.value for word in words[2:]], line
    assert accepted > 250


def test_little_is_refused_that_all_shells_agree_on() -> None:
    refused = [line for line in HAND_WRITTEN if isinstance(split(f"x {line}"), str)]
    for line in ("a b", "'$x'", "\\$x", "x=y", "{a}", "{}", "a#b", "é", "a~", "a!b", "%", "{{.Names}}"):
        assert line not in refused


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_words_survive_quoting(shell: list[str]) -> None:
    chance = random.Random(7)
    plain = [*PIECES, *'"$`\\!*?[]{};&|<>()~#=%@^', "\n", "\t"]
    for _ in range(300):
        words = ["".join(chance.choices(plain, k=chance.randint(0, 5))) for _ in range(3)]
        written = [quoted(word) for word in words]
        if None in written:
            assert any(ord(character) < 32 for word in words for character in word)
            continue
        text = " ".join(map(str, written))
        assert words_in(shell, f"exec {PRINTER} '%s\\0' {text}") == words, text


@pytest.mark.parametrize("name", ["CMD", "ENTRYPOINT", "RUN", "HEALTHCHECK CMD", "ONBUILD RUN", "ONBUILD CMD"])
def test_there_and_back(name: str) -> None:
    offered = 0
    to_exec = run_to_exec if name.endswith("RUN") else shell_to_exec
    for line in [*lines()[:300], *PROGRAMS]:
        for program in PROGRAMS if line in PROGRAMS else ["server"]:
            source = f"FROM debian:12\n{name} {program} {line}\n"
            there = to_exec.apply(analyse(parse(source)), Span(15, 15))
            if not isinstance(there, Rewrite):
                continue
            offered += 1
            in_array = apply(source, there.edits)
            back = exec_to_shell.apply(analyse(parse(in_array)), Span(15, 15))
            assert isinstance(back, Rewrite), (in_array, back)
            again = to_exec.apply(analyse(parse(apply(in_array, back.edits))), Span(15, 15))
            assert isinstance(again, Rewrite)
            assert words_of(apply(apply(in_array, back.edits), again.edits)) == words_of(in_array)
    assert offered > 100


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_exec_before_the_last_program_changes_no_result(shell: list[str]) -> None:
    programs = ["/bin/true", "/bin/false", "/bin/echo a", "/bin/cat", "/bin/echo $X", "no-such-program"]
    added = 0
    for first, operator, last in itertools.product(["x=1", "cd /", *programs], ["&&", "||", ";", "|", "&"], programs):
        text = f"{first} {operator} {last}"
        source = f"FROM debian:12\nCMD {text}\n"
        answer = shell_in_array.apply(analyse(parse(source)), Span(15, 15))
        if not isinstance(answer, Rewrite):
            assert isinstance(shell_to_exec.apply(analyse(parse(source)), Span(15, 15)), Rewrite)
            continue
        program, option, made = words_of(apply(source, answer.edits))
        assert (program, option, made.replace("exec ", "")) == ("/bin/sh", "-c", text)
        if operator == "&":
            assert made == text
            continue
        added += made != text
        assert outcome(shell, made) == outcome(shell, text), made
    assert added > 60


def outcome(shell: list[str], text: str) -> tuple[int, bytes]:
    """Exit status and output of a command line."""
    done = subprocess.run([*shell, "-c", text], capture_output=True, check=False, input=b"in", env={"X": "v  w"})
    return done.returncode, done.stdout


def words_of(source: str) -> list[str]:
    """The words of the last instruction, which is in exec form."""
    found = parse(source).instructions[-1]
    inner = found.inner or found
    assert inner.is_json
    return [token.value for token in inner.arguments]


def test_every_builtin_of_the_shells_at_hand_is_known() -> None:
    if not shutil.which("bash"):
        pytest.skip("no bash")
    listed = subprocess.run(["bash", "-c", "compgen -b"], capture_output=True, text=True, check=True).stdout.split()
    assert set(listed) <= BUILTINS
