"""WORKDIR says the folder that `cd` went to, and no instruction works in another folder than before."""

from __future__ import annotations

import itertools
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.refactors.files.absolute_workdir import absolute_workdir
from dockwright.refactors.kit.refactor import Rewrite
from dockwright.refactors.run.cd_to_workdir import cd_to_workdir
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply
from tests.markers import cursor

SHELLS = [shell for shell in (["dash"], ["bash"], ["busybox", "ash"]) if shutil.which(shell[0])]
FOLDERS = ["{}/a", "b", "./b", "{}/a/../b", "'c d'", '"{}/c d"', "$X", "-", "~", "{}/*"]
JOINTS = [" && ", "; ", " || ", " & ", " | ", "&&"]
BODIES = [
    "pwd", "pwd && touch f", "pwd; false", "pwd || true", "cd b && pwd", "cd - && pwd", "false || pwd",
    "(cd /; pwd); pwd", "pwd | cat", 'echo "$PWD"',
    "for i in 1 2; do pwd; done", "echo $OLDPWD", "exit 3", "{ pwd; }", "! pwd",
    "test -d b", "", "touch f", "ls", "echo done > f", "mkdir -p h && touch h/i", "for i in 1 2; do touch $i; done",
    "test -d b || touch k", "cat /dev/null > g; false", "! test -d b",
]  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_the_rest_of_a_run_does_the_same_in_that_folder(shell: list[str], tmp_path: Path) -> None:
    offered = 0
    for number, (folder, joint, body) in enumerate(itertools.product(FOLDERS, JOINTS, BODIES)):
        root = tmp_path / str(number)
        source = f"FROM debian:12\nWORKDIR {root}\nRUN cd {folder.format(root)}{joint}{body}\nRUN pwd\n"
        model = analyse(parse(source))
        at = model.tree.instructions[2].start
        answer = cd_to_workdir.apply(model, Span(at, at))
        if number % 2 or not isinstance(answer, Rewrite):
            continue
        offered += 1
        result = apply(source, answer.edits)
        for each in (source, result):
            shutil.rmtree(root, ignore_errors=True)
            for name in ("a/b", "b/b", "c d/b"):
                (root / name).mkdir(parents=True)
            outcome = built(shell, each, root)
            if each is source:
                wanted = outcome
        assert outcome == wanted, result
    assert offered > 40


def built(shell: list[str], source: str, root: Path) -> list[object]:
    """What the RUNs of a file do in the folders that its WORKDIRs say, and which files there are then."""
    found: list[object] = []
    for step in analyse(parse(source)).steps():
        if step.instruction.name == "RUN":
            done = subprocess.run(
                [*shell, "-c", step.instruction.argument_text],
                cwd=step.before.workdir,
                capture_output=True,
                check=False,
                env={"PATH": "/usr/bin:/bin", "PWD": str(step.before.workdir)},
            )
            found += done.returncode, done.stdout
    return [*found, sorted(str(path) for path in root.rglob("*"))]


LINES = [
    "WORKDIR a", "WORKDIR ./b/", "WORKDIR ..", 'WORKDIR "c d"', "WORKDIR /e", "WORKDIR $D", "WORKDIR f/$D",
    "RUN cd g; x", "RUN cd /h && x", "ENV D=/env", "FROM debian:12 AS one", "FROM one", "ONBUILD WORKDIR i",
]  # fmt: skip


def test_no_instruction_works_in_another_folder() -> None:
    chance = random.Random(9)
    offered = 0
    for _ in range(1500):
        lines = ["FROM debian:12", "ARG D=/arg", *chance.choices(LINES, k=chance.randint(1, 5))]
        source = "\n".join([*lines, "COPY . .", ""])
        model = analyse(parse(source))
        at = chance.choice(model.tree.instructions).start
        for item, span in itertools.product((absolute_workdir, cd_to_workdir), (Span(at, at), Span(0, len(source)))):
            answer = item.apply(model, span)
            if not isinstance(answer, Rewrite):
                continue
            offered += 1
            result = apply(source, answer.edits)
            for given in ({}, {"D": "/given"}, {"D": "given"}):
                before = folders(analyse(model.tree, build_args=given, base_state=base_state))
                after = folders(analyse(parse(result), build_args=given, base_state=base_state))
                if "assumes" in answer.cost:  # what is not known is what the title says
                    before = [(name, folder or there) for (name, folder), (_, there) in zip(before, after, strict=True)]
                assert after == before, result
    assert offered > 150


def folders(model: Model) -> list[tuple[str, str | None]]:
    """The instructions and the folders they work in; what `cd` says is part of that."""
    found = []
    for step in model.steps():
        text = step.instruction.argument_text
        folder = step.before.workdir
        if step.instruction.name == "RUN" and text.startswith("cd "):
            path = text[3:].replace(";", " ").split()[0]
            folder = path if path.startswith("/") else folder and folder.rstrip("/") + "/" + path
        if step.instruction.name in ("RUN", "COPY", "ONBUILD"):
            found.append((step.instruction.name, folder))
    return found


@pytest.mark.parametrize(
    ("source", "cost"),
    [
        ("FROM node:22\nWORKDIR app<|>\n", "assumes that the WORKDIR of `node:22` is `/`"),
        ("FROM node:22\nWORKDIR app\nWORKDIR api<|>\n", "assumes that the WORKDIR of `node:22` is `/`"),
        ("FROM node:22 AS a\nWORKDIR app\nFROM a\nWORKDIR api<|>\n", "assumes that the WORKDIR of `node:22` is `/`"),
        ("FROM httpd:2.4\nWORKDIR app<|>\n", "assumes that the WORKDIR of `httpd:2.4` is `/usr/local/apache2`"),
        ("FROM node:22\nWORKDIR /srv\nWORKDIR api<|>\n", ""),
        (
            "FROM node:22\nWORKDIR app\nRUN cd api && npm ci<|>\nRUN npm test\n",
            "creates a missing folder as root; assumes the base's WORKDIR is `/`",
        ),
    ],
)
def test_what_is_assumed_of_a_base_is_its_own_folder(source: str, cost: str) -> None:
    text, at = cursor(source)
    model = analyse(parse(text), base_state=base_state)
    answer = (cd_to_workdir if "cd" in text else absolute_workdir).apply(model, Span(at, at))
    assert isinstance(answer, Rewrite)
    assert answer.cost == cost
