"""Rewritten RUNs do in real shells what the RUNs did before, and what a failure at each step does is the same."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Span, apply
from shell_cases import DEEP, SHELLS, Job, Maker, failing, run

CASES = int(os.environ.get("DOCKWRIGHT_SHELL_CASES", "50"))
"""How many texts are made up for each shell."""
SEED = int(os.environ.get("DOCKWRIGHT_SHELL_SEED", "1"))
KINDS = [kind for kind in by_kind() if kind.startswith("refactor.rewrite.run.merge")]
ALONE = ["refactor.rewrite.run.lines", "refactor.rewrite.run.toHeredoc", "refactor.rewrite.run.fromHeredoc"]
SPLIT = "refactor.rewrite.run.split"
BODIES = [
    "echo a", "false", "true && false", "false || echo b", "true; false", "false; echo c", "echo d;", "! true",
    "! false", "a", "true || false && echo q", "set -ex && echo p && false", "set -e; false && true",
    "echo r && exit 4", "x=1 && echo $x", "echo \"[$x]\"", "mkdir -p s && cd s && touch f", "pwd | sed 's,.*/,,'",
    "exit 0", "exit 3", "(exit 4); echo e", "if false; then echo f; fi", "for x in 1 2; do echo $x; done",
    "set -f; echo *", "echo *", "umask 077; touch g", "find . -name f -exec echo {} \\;", "echo ${x:=7}",
    "set -e; false; echo h", "false | true", "f() { echo i; }; f", "f", "exec echo j", "{ false; true; }",
    "case a in a) echo k;; esac", "export x=2", "unset x", "rm -rf ../w", "cd .. && mv w v", "set -e; false & echo l",
    "echo \\ m \"n\"\\ o > p", "command -v put", "putnew put && put", "put", "chdir / && touch q", "mkdir w; cd w",
]  # fmt: skip


_HEADS = {
    "dash": f"FROM debian:12\nWORKDIR /{DEEP}\n",
    "busybox ash": f"FROM alpine:3.21\nWORKDIR /{DEEP}\n",
    "bash as sh": f"FROM fedora:41\nWORKDIR /{DEEP}\n",
    "bash": f'FROM debian:12\nWORKDIR /{DEEP}\nSHELL ["/bin/bash", "-c"]\n',
}
"""Where a RUN is run by which shell."""


class Case(NamedTuple):
    """A file, what its RUNs are, and what a refactoring made of them."""

    title: str
    options: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@pytest.mark.parametrize("shell", SHELLS)
def test_pairs_written_by_hand(shell: str, tmp_path: Path) -> None:
    pairs = list(itertools.product(BODIES, BODIES))[:: max(2000 // CASES, 1)]
    cases: list[Case] = []
    for first, second in pairs:
        cases += _merged(f"{_HEADS[shell]}RUN {first}\nRUN {second}\n", (("-c",),))
    assert len(cases) > len(pairs)
    _compare(shell, cases, tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
def test_texts_made_up_by_a_grammar(shell: str, tmp_path: Path) -> None:
    sources = (made_up(shell, SEED * 1_000_000 + number) for number in itertools.count())
    cases = (case for source, options in sources for case in _merged(source, options))
    _compare(shell, itertools.islice(cases, CASES), tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
def test_single_runs_made_up_by_a_grammar(shell: str, tmp_path: Path) -> None:
    sources = (made_up(shell, SEED * 2_000_000 + number, chains=True) for number in itertools.count())
    cases = (case for source, options in sources for case in _rewritten(source, options))
    _compare(shell, itertools.islice(cases, CASES), tmp_path)


def made_up(shell: str, seed: int, *, chains: bool = False) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """A Dockerfile with two or three RUNs, and the options with which its shell may be started."""
    maker = Maker(seed, bash=shell == "bash", chains=chains)
    chance = maker.chance
    program = "/bin/" + shell.rpartition(" ")[2]
    base = "\n".join(_HEADS[shell].split("\n")[:2])
    headers = [(_HEADS[shell], (("-c",),))] * 4
    headers.append((f"FROM example.com/unknown\nWORKDIR /{DEEP}\n", (("-c",), ("-ec",))))
    headers.append((f'{base}\nSHELL ["{program}", "-ec"]\n', (("-ec",),)))
    if shell != "dash":
        headers.append((f'{base}\nSHELL ["{program}", "-o", "pipefail", "-c"]\n', (("-o", "pipefail", "-c"),)))
    header, options = chance.choice(headers)
    source = header
    for _ in range(chance.choice((2, 2, 3))):
        if chance.random() < 0.15:
            source += f"RUN <<EOF\n{maker.body(lines=True)}\nEOF\n"
        else:
            source += f"RUN {maker.body()}\n"
        source += chance.choice(("", "", "# Between\n", "\n"))
    return source, options


def texts(source: str) -> tuple[str, ...]:
    """What the shell is given for each RUN."""
    runs = Snapshot.of(source).tree.all("RUN")
    return tuple(run.heredocs[0].content if run.heredocs else run.argument_text for run in runs)


def _merged(source: str, options: tuple[tuple[str, ...], ...]) -> Iterator[Case]:
    snapshot = Snapshot.of(source)
    start = next(iter(snapshot.tree.all("RUN"))).start
    for kind in KINDS:
        answer = by_kind()[kind].apply(snapshot.model, Span(start, len(source)))
        if isinstance(answer, Rewrite):
            result = apply(source, answer.plain)
            for each in options:
                if each == ("-c",) or "sets no SHELL with `-e`" not in answer.cost:  # the title says what is assumed
                    yield Case(f"{kind}\n{source}\n{result}", each, texts(source), texts(result))


def _rewritten(source: str, options: tuple[tuple[str, ...], ...]) -> Iterator[Case]:
    """The first RUN by itself, rewritten and split wherever it can be."""
    snapshot = Snapshot.of(source)
    first = next(iter(snapshot.tree.all("RUN")))
    source = source[: first.full_end]
    snapshot = Snapshot.of(source)
    places = [(kind, Span(first.start, first.start)) for kind in ALONE]
    places += [(SPLIT, Span(offset, offset)) for offset in range(first.start, first.full_end)]
    seen: set[str] = set()
    for kind, span in places:
        answer = by_kind()[kind].apply(snapshot.model, span)
        if isinstance(answer, Rewrite) and (result := apply(source, answer.plain)) not in seen:
            seen.add(result)
            for each in options:
                if each == ("-c",) or "sets no SHELL with `-e`" not in answer.cost:  # the title says what is assumed
                    yield Case(f"{kind}\n{source}\n{result}", each, texts(source), texts(result))


def _compare(shell: str, cases: Iterable[Case], folder: Path) -> None:
    """Run each case with no failure, and with a failure at each step."""
    differences: list[str] = []
    runs: Counter[str] = Counter()
    for number, part in enumerate(_batches(cases)):
        jobs = [
            Job(case.options, which, fail)
            for case in part
            for fail in failing(case.before)
            for which in (case.before, case.after)
        ]
        outcomes = iter(run(shell, jobs, folder / str(number)))
        for case in part:
            for fail in failing(case.before):
                before, after = next(outcomes), next(outcomes)
                runs[case.title.partition("\n")[0]] += 1
                if before != after:
                    differences.append(f"{shell} {case.options}, step {fail} fails: {case.title}\n{before}\n{after}\n")
                    print(differences[-1], flush=True)
    print(shell, sum(runs.values()), dict(runs), flush=True)
    assert not differences, f"{len(differences)} of {sum(runs.values())} differ\n" + "\n".join(differences[:5])


def _batches(cases: Iterable[Case], size: int = 100) -> Iterator[list[Case]]:
    remaining = iter(cases)
    while part := list(itertools.islice(remaining, size)):
        yield part
