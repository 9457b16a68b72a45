"""`dockwright completion`: what real shells complete with its scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.cli import completion
from dockwright.cli.main import COMMANDS, SERVERS

COMPLETED = [
    (["ch"], ["check"]),
    (["check", "--fix"], ["--fix", "--fix-unsafe"]),
    (["check", "--format", "sa"], ["sarif"]),
    (["graph", "--f"], ["--format"]),
    (["explain", "--"], ["--help", "--context", "--no-context", "--json"]),
    (["context", "w"], ["why"]),
    (["context", "ls", "--"], ["--context", "--file", "--help", "--json"]),
    (["context", "du", "--context", "f"], ["folder"]),
    (["check", "--select", "DL302"], [f"DL302{digit}" for digit in range(10)]),
    (["check", "--ignore", "source-n"], ["source-not-found"]),
    (["rule", "source-n"], ["source-not-found"]),
    (["completion", "z"], ["zsh"]),
    (["check", "D"], ["Dockerfile.dev"]),
    (["check", "--diff", "other", "D"], ["Dockerfile.dev"]),
    (["format", "other", "another", "t"], ["two words"]),
    (["check", "--output", "D"], ["Dockerfile.dev"]),
    (["check", "--context", "f"], ["folder"]),
]
OF_ZSH = """
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked 'PS1=; autoload -Uz compinit; compinit -u -d ../dump; eval "$(<script)"; source hooks'
zpty -w -n asked "$1"$'\\t'
while [[ ! -e ended ]] { zpty -r -t asked ignored; sleep 0.02 }
zpty -d asked
"""
HOOKS = r"""
compadd() {
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]] {
    local -a found
    builtin compadd -O found "$@"
    print -rl -- $found >> found
  }
  builtin compadd "$@"
}
ended() { touch ended }
comppostfuncs=(ended)
"""
"""What is offered goes to a file, and so does that all has been offered."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files and a folder, where the shells run."""
    (tmp_path / "Dockerfile.dev").touch()
    (tmp_path / "two words").touch()
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(("words", "expected"), COMPLETED)
def test_bash_completes(words: list[str], expected: list[str]) -> None:
    script = f"{completion.script('bash')}\ncompopt() {{ :; }}\n"  # which works within a completion only
    script += 'COMP_WORDS=(dockwright "$@"); COMP_CWORD=$#; _shtab_dockwright; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", script, "-", *words], capture_output=True, text=True, check=True)
    assert (sorted(done.stdout.splitlines()), done.stderr) == (sorted(expected), "")


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh")
@pytest.mark.parametrize(("words", "expected"), COMPLETED)
def test_zsh_completes(folder: Path, words: list[str], expected: list[str]) -> None:
    (folder / "script").write_text(completion.script("zsh"))
    (folder / "hooks").write_text(HOOKS)
    line = " ".join(["dockwright", *words])
    subprocess.run(["zsh", "-f", "-c", OF_ZSH, "-", line], check=True, env=os.environ | {"ZDOTDIR": str(folder)})
    found = {name.rstrip("/").replace("\\", "") for name in (folder / "found").read_text().splitlines() if name}
    assert found == set(expected)


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish")
@pytest.mark.parametrize(("words", "expected"), COMPLETED)
def test_fish_completes(folder: Path, words: list[str], expected: list[str]) -> None:
    (folder / "script").write_text(completion.script("fish"))
    line = " ".join(["dockwright", *words])
    done = subprocess.run(
        ["fish", "--no-config", "-c", "source script; complete -C $argv[1]", line],
        capture_output=True, text=True, check=True, env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    found = {row.split("\t")[0].rstrip("/").replace("\\", "") for row in done.stdout.splitlines()}
    assert set(expected) <= found, "fish offers what holds the word elsewhere, too"
    assert found - set(expected) <= {*SERVERS} or all(words[-1] in word for word in found)


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_all_shells_know_all_commands(shell: str) -> None:
    script = completion.script(shell)
    assert all(command in script for command in (*COMMANDS, *SERVERS, "fix-unsafe"))
