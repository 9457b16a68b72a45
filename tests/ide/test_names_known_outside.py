"""A name that something else knows is not changed behind its back."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.rename import Refusal, prepare, rename
from markers import cursor


def _context(**known: dict[str, str]) -> Context:
    return Context(contents(Workspace({}, lambda path: None), "", None), sure=True, **known)  # type: ignore[arg-type]


def _reason(source: str, context: Context | None = None) -> str:
    """Why the name at the cursor is not changed; empty where it is."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text, context=context)
    found = rename(snapshot, offset, "fresh")
    assert isinstance(found, Refusal) == isinstance(prepare(snapshot, offset), Refusal)
    return found.reason if isinstance(found, Refusal) else ""


def test_a_stage_that_a_build_asks_for() -> None:
    source = "FROM a AS Dev<|>\nFROM dev\n"
    assert "compose.yaml:3 builds the stage" in _reason(source, _context(targets={"dev": "compose.yaml:3"}))
    assert _reason(source, _context(targets={"prod": "compose.yaml:3"})) == ""


def test_an_arg_that_a_build_gives() -> None:
    source = "FROM a\nARG V<|>=1\nRUN echo $V\n"
    assert "sets V by this name" in _reason(source, _context(given={"V": "ci.yml:9"}))
    assert _reason(source, _context(given={"W": "ci.yml:9"})) == ""


@pytest.mark.parametrize(
    "command",
    [
        "[ -v V ] && make",
        "test -v V",
        "env -u V make",
        "env | grep V",
        "printenv | sort | grep ^V=",
        "export -p | grep -q V",
        "env --unset=V make",
        "unset A V",
        "export A V",
        "unset A \\\n    V",
        "x=V; echo ${!x}",
        "eval echo \\$V",
        'eval "$SETUP"',
        "declare -n x=V; echo $x",
        "local -n x=V",
        "perl -e 'print $ENV{V}'",
        "docker run -e V image",
        "docker run --env V image",
        "docker build --build-arg V .",
        "sudo --preserve-env=V make",
        "sudo --preserve-env=A,V make",
        "envsubst < a.in > a",
        "--mount=type=secret,id=v,env=V make",
        "python3 -c 'import os; os.getenv(\"V\")'",
        "su -w V app",
    ],
)
def test_a_command_that_may_know_it(command: str) -> None:
    assert _reason(f"FROM a\nARG V<|>=1\nRUN {command}\nRUN echo $V\n")


@pytest.mark.parametrize(
    "command",
    [
        "echo V",
        "make -C V",
        "vim -v",
        "sort -u VV",
        "echo envsubsts",
        "cat eval.txt",
        "docker run -e W i",
        "env | sort && echo V",
    ],
)
def test_a_command_that_does_not(command: str) -> None:
    assert _reason(f"FROM a\nARG V<|>=1\nRUN {command}\nRUN echo $V\n") == ""


def test_what_another_stage_evaluates_does_not_count() -> None:
    assert _reason('FROM a\nARG V<|>=1\nRUN echo $V\nFROM b\nRUN eval "$X"\n') == ""
    assert _reason('FROM a AS x\nARG V<|>=1\nRUN echo $V\nFROM x\nRUN eval "$X"\n')
