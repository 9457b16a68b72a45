"""What the rules foresee of a Dockerfile in a folder."""

from __future__ import annotations

from pathlib import Path

from dockwright.config import Config
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.findings import engine
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

COMPOSE = "services:\n  app:\n    build: .\n"


def said(folder: Path, dockerfile: str, files: dict[str, str], compose: str = COMPOSE) -> dict[str, str]:
    """The messages about a Dockerfile in a folder with these files, by code; hints aside."""
    first = {"Dockerfile": dockerfile, **({"compose.yaml": compose} if compose else {})}
    for path, text in {**first, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    tree = parse(dockerfile)
    rules = ((rule, rule.severity) for rule in all_rules() if rule.severity is Severity.WARNING)
    context = Survey(walk(folder)).context("Dockerfile", sources(tree), into=asked(tree))
    groups = engine.check(analyse(tree), engine.Selection(Config(), rules), context)
    return {one.code: one.message for group in groups for one in group.findings if not one.doubtful}
