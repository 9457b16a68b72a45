"""Real Dockerfiles in their recorded build contexts: what is said to run again when one file changes does so.

Nothing real is run: bases are small images, a RUN keeps its mounts of the context and does nothing, and each file holds
its own name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.image.windows import is_windows
from dockwright.plan.cache import CachedStep, invalidated
from dockwright.plan.platform_arguments import arguments
from dockwright.semantics.base_state import base_state
from dockwright.semantics.checks import problems
from dockwright.semantics.model import Model, analyse
from dockwright.semantics.stage import Step
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span, apply
from engine.engine import Engine
from engine.stand_ins import without_syntax
from shared import SHARED, listed

MANY = int(os.environ.get("DOCKWRIGHT_PLANS") or 0) if SHARED is not None else 0
"""How many files are built."""
MOST_FILES = 1_500
MOST_CHANGES = 4


class Case(NamedTuple):
    """A Dockerfile of a repository and its build context."""

    repository: str
    dockerfile: str
    context: str
    ignored_by: str | None


def _cases() -> list[Case]:
    if not MANY or SHARED is None:
        return []
    found = []
    for line in (SHARED / "contexts" / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        case = Case(row["repo"], row["dockerfile"], row["context"] or "", row["ignore_file"])
        if row["context"] is not None and row["sources"] and _fits(case):
            found.append(case)
    return found[:: max(1, len(found) // MANY)]


def _fits(case: Case) -> bool:
    source = listed(case.repository).read(case.dockerfile)
    if source is None or not 1 < len(_files(case)) <= MOST_FILES:
        return False
    model = _model(source)
    inner = any(step.instruction.inner for stage in model.stages for step in stage.all("ONBUILD"))
    wrong = model.tree.problems or any(problems(step.instruction) for step in model.steps())
    return bool(model.stages and not wrong and not inner and not any(is_windows(stage) for stage in model.stages))


def _files(case: Case) -> list[str]:
    start = f"{case.context}/" if case.context else ""
    return [path[len(start) :] for path in listed(case.repository).files if path.startswith(start)]


def _model(source: str) -> Model:
    return analyse(parse(source), base_state=base_state, build_args=arguments("linux/amd64"))


@pytest.fixture(scope="module")
def bases(engine: Engine) -> list[str]:
    """Images that differ, so that no stage shares a step with another."""
    made = [engine.build(f"FROM busybox\nRUN echo {number} > /number\n") for number in range(12)]
    return [build.image or build.log for build in made]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.repository}-{case.dockerfile}")
def test_a_real_cache_is_used_as_foretold(case: Case, engine: Engine, bases: list[str]) -> None:
    salt = os.urandom(6).hex()
    source = listed(case.repository).read(case.dockerfile)
    assert source is not None
    text = _reduced(_model(source), bases, salt)
    names = [path for path in _files(case) if path not in ("Dockerfile", ".dockerignore")]
    files = {path: f"{path} {salt}\n" for path in names}
    ignored = listed(case.repository).read(case.ignored_by) if case.ignored_by else None
    whole = {**files, "Dockerfile": text, **({".dockerignore": ignored} if ignored is not None else {})}
    held = Workspace({path: len(each) for path, each in whole.items()}, whole.get)
    around = Context(contents(held, "", ".dockerignore" if ignored is not None else None), sure=True, place="/w")
    model = _model(text)
    with _Folder(engine, whole) as folder:
        first = folder.build()
        if first is None:
            pytest.skip(f"it does not build: {folder.log[-300:]}")
        for path in _changes(model, around, names):
            found = invalidated(model, model.stages[-1], around, path)
            folder.write(path, f"changed {path} {salt}\n")
            real = folder.build()
            assert real is not None, folder.log
            _check(found.steps, real, path)


def _changes(model: Model, around: Context, names: list[str]) -> list[str]:
    """Files that different steps take, and those that none takes, so that each case tries several outcomes."""
    outcomes: dict[object, str] = {}
    for path in sorted(names):
        steps = invalidated(model, model.stages[-1], around, path).steps
        outcomes.setdefault(tuple((step.level, step.takes) for step in steps), path)
    return [*outcomes.values()][:MOST_CHANGES]


def _check(steps: tuple[CachedStep, ...], real: dict[str, list[tuple[str, bool]]], path: str) -> None:
    for name, seen in real.items():
        stage = name.removeprefix("stage-") or steps[0].stage  # a file of one stage needs no name
        own = [step for step in steps if step.stage == stage]
        words = [text.split()[0].upper() for text, _ in seen]
        assert words == [step.text.split()[0].upper() for step in own], (own, seen)
        for step, (_, is_cached) in zip(own, seen, strict=True):
            said = {0: True, 2: False}.get(step.level)
            assert said is None or said == is_cached, (path, step, seen)


def _reduced(model: Model, bases: list[str], salt: str) -> str:
    """The file with its stages and what it takes from the context; all else does nothing."""
    edits = without_syntax(model)
    for stage in model.stages:
        token, flag = stage.base_token, stage.origin.flag("platform")
        if stage.base is None and token:
            edits.append(Edit(token.span, bases[stage.index % len(bases)]))
        if flag:
            edits.append(Edit(flag.span, ""))
        for step in stage.steps:
            edits += _harmless(model, step, f"{salt} {stage.index} {step.instruction.span.start}")
    return apply(model.tree.text.string, edits)


def _harmless(model: Model, step: Step, mark: str) -> Iterator[Edit]:
    found = step.instruction
    flags = {flag.name: flag for flag in found.flags}
    other = flags.get("from") if found.name == "COPY" else None
    is_elsewhere = found.name == "ADD" and any(re.search(r"://|^git@", token.value) for token in found.arguments)
    if found.name == "RUN":
        written = [model.tree.text.string[flag.span.start : flag.span.end] for flag in found.flags]
        mounts = [one for one in written if "type=bind" in one and "from=" not in one and "\\" not in one]
        yield Edit(found.span, " ".join(["RUN", *mounts, f"echo {mark}"]))
    elif found.name in ("USER", "SHELL"):
        yield Edit(found.span, "LABEL left=out")
    elif is_elsewhere or (other and model.stage_referred(other.value or "", True) is None):
        yield Edit(found.span, f"RUN echo {mark}")
    else:
        if "chown" in flags and not re.fullmatch(r"[\d:]+", flags["chown"].value or ""):
            yield Edit(flags["chown"].span, "")
        if other:  # of what the stage made, only this is there
            sources = found.arguments[:-1]
            yield Edit(Span(sources[0].span.start, sources[-1].span.end), "/number")


class _Folder:
    """A build context within the engine's root."""

    def __init__(self, engine: Engine, files: dict[str, str]) -> None:
        self._engine = engine
        self._place = Path("/tmp", f"dockwright-test-{os.getpid()}-real")
        self._files = files
        self.log = ""

    def __enter__(self) -> _Folder:
        for path, text in self._files.items():
            self.write(path, text)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._engine.root / self._place.relative_to("/"))

    def write(self, path: str, text: str) -> None:
        place = self._engine.root / self._place.relative_to("/") / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def build(self) -> dict[str, list[tuple[str, bool]]] | None:
        """Of each stage, the steps with whether they were in the cache; None where the build fails."""
        done = self._engine.docker("build", "--progress=plain", "--network=none", str(self._place))
        self.log = done.stderr.decode("utf-8", "replace")
        return dict(_steps(self.log)) if done.returncode == 0 else None


def _steps(log: str) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    cached = {*re.findall(r"^(#\d+) CACHED$", log, re.MULTILINE)}
    named = dict(re.findall(r"^(#\d+) \[ *((?:\S+ +)?\d+/\d+\] .*)$", log, re.MULTILINE))
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for number, name in named.items():
        place, _, text = name.partition("] ")
        stage, _, turn = place.rpartition(" ")
        if not text.startswith("FROM "):
            found.setdefault(stage.strip(), []).append((int(turn.split("/")[0]), text, number in cached))
    for stage, rows in found.items():
        yield stage, [(text, is_cached) for _, text, is_cached in sorted(rows)]
