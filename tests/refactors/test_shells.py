"""Merged RUNs do in real shells what the RUNs did one after the other."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.refactors.merge_run import merge_run
from dockwright.refactors.refactor import Rewrite
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply

BODIES = [
    "echo a", "false", "true && false", "false || echo b", "true; false", "false; echo c", "echo d;", "! true",
    "! false",
    "x=1 && echo $x", "echo \"[$x]\"", "mkdir -p s && cd s && touch f", "pwd | sed 's,.*/,,'", "exit 0", "exit 3",
    "(exit 4); echo e", "if false; then echo f; fi", "for x in 1 2; do echo $x; done", "set -f; echo *", "echo *",
    "umask 077; touch g", "find . -name f -exec echo {} \\;", "echo ${x:=7}", "set -e; false; echo h", "false | true",
    "f() { echo i; }; f", "f", "exec echo j", "{ false; true; }", "case a in a) echo k;; esac", "export x=2", "unset x",
]  # fmt: skip


@pytest.mark.parametrize("shell", [name for name in ("dash", "bash") if shutil.which(name)])
def test_pairs_behave_the_same(shell: str, tmp_path: Path) -> None:
    merged = 0
    for number, (first, second) in enumerate(itertools.product(BODIES, BODIES)):
        if number % 3:
            continue
        source = f"FROM a\nRUN {first}\nRUN {second}\n"
        answer = merge_run.apply(analyse(parse(source)), Span(7, len(source)))
        if not isinstance(answer, Rewrite):
            continue
        merged += 1
        (joined,) = parse(apply(source, answer.edits)).all("RUN")
        apart = _run(shell, [first, second], tmp_path / f"{number}" / "w")
        assert _run(shell, [joined.argument_text], tmp_path / f"{number}m" / "w") == apart, joined.argument_text
    assert merged > 200


def _run(shell: str, bodies: list[str], folder: Path) -> tuple[int, str, list[str]]:
    folder.mkdir(parents=True)
    output = ""
    for body in bodies:
        done = subprocess.run([shell, "-c", body], cwd=folder, capture_output=True, text=True, check=False)
        output += done.stdout
        if done.returncode:
            break
    return (
        done.returncode,
        output,
        sorted(f"{path.relative_to(folder)} {path.stat().st_mode:o}" for path in folder.rglob("*")),
    )
