"""Small files of every kind that build and start, or of which nobody can tell: nothing is foreseen about them.

`silent/*.txt` hold them: a line `=== what it shows`, perhaps `files:` (the build context, `+` for what may be run),
`links:`, `ignore:` and `git:` (patterns of ignore files), `modules:` (submodules not there) and `named:` (named
contexts of the build), and the Dockerfile. Those with `built:` are built with a real engine, too (`tests/engine`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.config import Config
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.findings import engine
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

FOLDER = Path(__file__).with_name("silent")
TEXTS = {"package.json": "{}", ".sh": '#!/bin/sh\nexec "$@"\n', ".py": "#!/usr/bin/env python3\n"}
OTHERS = {
    "copy-from-empty-stage",
    "copied-entrypoint-not-executable",
    "entrypoint-not-copied",
    "entrypoint-not-executable",
    "invalid-base",
    "name-without-passwd",
    "run-in-empty-stage",
    "source-not-found",
    "wrong-libc",
}
"""Rules that foresee as well, without an image."""
ADVICE = {"copy-before-install"}
"""Rules that read the image to give advice about the cache."""
RULES = [
    rule
    for rule in all_rules()
    if (rule.scope in ("BuildStep", "BuiltStage") or rule.code in OTHERS) and rule.code not in ADVICE
]


class Case(NamedTuple):
    title: str
    given: dict[str, str]
    dockerfile: str


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, body = part.partition("\n")
            given = {}
            while match := re.match(r"(files|links|ignore|git|modules|named|built): (.*)\n", body):
                given[match[1]], body = match[2], body[match.end() :]
            yield Case(f"{path.stem}: {title}", given, body)


CASES = list(cases())


def laid_out(folder: Path, case: Case) -> None:
    """The build context of a case, with a Compose file that says so."""
    for written in case.given.get("files", "").split():
        path = folder / written.removeprefix("+")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXTS.get(path.name, TEXTS.get(path.suffix, "")), encoding="utf-8")
        path.chmod(0o755 if written.startswith("+") else 0o644)
    for written in case.given.get("links", "").split():
        link, _, target = written.partition("=")
        (folder / link).parent.mkdir(parents=True, exist_ok=True)
        (folder / link).symlink_to(target)
    for key, name in (("ignore", ".dockerignore"), ("git", ".gitignore")):
        if key in case.given:
            (folder / name).write_text(case.given[key].replace(" ", "\n") + "\n", encoding="utf-8")
    modules = [f'[submodule "{path}"]\n\tpath = {path}\n' for path in case.given.get("modules", "").split()]
    if modules:
        (folder / ".gitmodules").write_text("".join(modules), encoding="utf-8")
    named = [one.replace("=", ": ", 1) for one in case.given.get("named", "").split()]
    contexts = f", additional_contexts: {{{', '.join(named)}}}"
    (folder / "compose.yaml").write_text(f"services: {{app: {{build: {{context: .{contexts}}}}}}}\n", encoding="utf-8")
    if named:
        (folder / "x").mkdir(exist_ok=True)
    (folder / "Dockerfile").write_text(case.dockerfile, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_nothing_is_foreseen(case: Case, tmp_path: Path) -> None:
    tree = parse(case.dockerfile)
    context = None
    if set(case.given) - {"built"}:
        laid_out(tmp_path, case)
        context = Survey(walk(tmp_path)).context("Dockerfile", [], into=asked(tree))
    selection = engine.Selection(Config(), ((rule, rule.severity or Severity.HINT) for rule in RULES))
    groups = engine.check(analyse(tree), selection, context)
    assert [(one.code, one.message) for group in groups for one in group.findings] == []


def test_there_are_many() -> None:
    assert len(CASES) > 900 and len({case.title for case in CASES}) == len(CASES)
