"""The lessons of `docs/learn` are tests: what they say that Dockwright reports and plans is what it does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.as_text import as_text
from dockwright.plan.plan import plan
from dockwright.text import apply
from markers import Mark, marks
from refactor_pages import context_of

LEARN = Path(__file__).parent.parent / "docs" / "learn"
LANGUAGES = ("en", "ko")
LESSONS = sorted(path.name for path in (LEARN / "en").glob("[0-9]*.md"))
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<kind>\w+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A Dockerfile of a lesson."""

    kind: str
    """Empty where it shows mistakes, `fixed` where fixes made it of the one above, `better` where a person did."""
    source: str
    context: Context | None
    planned: str
    """Lines of its plan, if the lesson shows any."""


def _steps(name: str, language: str = "en") -> list[Step]:
    found: list[Step] = []
    shown: dict[str, str] = {}
    for match in _BLOCK.finditer((LEARN / language / name).read_text(encoding="utf-8")):
        if match["language"] == "plan":
            found[-1] = found[-1]._replace(planned=match["body"])
        elif match["language"] == "dockerfile":
            found.append(Step(match["kind"] or "", match["body"], context_of(shown), ""))
        else:
            shown[match["language"]] = match["body"]
    return found


ALL = [(name, number) for name in LESSONS for number in range(len(_steps(name)))]


def _snapshot(step: Step) -> Snapshot:
    return Snapshot.of(marks(step.source)[0], Config(), context=step.context)


def _findings(step: Step) -> list[Finding]:
    return sorted(_snapshot(step).findings, key=lambda finding: finding.span)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_lessons_and_the_list_names_them(language: str) -> None:
    assert sorted(path.name for path in (LEARN / language).glob("[0-9]*.md")) == LESSONS
    listed = re.findall(r"\]\((\d[\w-]+\.md)\)", (LEARN / language / "README.md").read_text(encoding="utf-8"))
    assert listed == LESSONS


@pytest.mark.parametrize(("name", "number"), ALL)
def test_a_lesson_marks_exactly_what_is_found(name: str, number: int) -> None:
    step = _steps(name)[number]
    expected = marks(step.source)[1]
    assert [Mark(one.span, f"{one.code}: {one.message}") for one in _findings(step)] == sorted(expected)
    assert bool(expected) == (step.kind == ""), "mistakes are shown first, and then what is right"


@pytest.mark.parametrize(("name", "number"), [pair for pair in ALL if _steps(pair[0])[pair[1]].kind == "fixed"])
def test_the_fixes_give_what_a_lesson_says(name: str, number: int) -> None:
    before, after = _steps(name)[number - 1 : number + 1]
    edits = {edit for finding in _findings(before) for edit in (finding.fixes[0].edits if finding.fixes else ())}
    assert apply(marks(before.source)[0], sorted(edits)) == after.source


@pytest.mark.parametrize(("name", "number"), [pair for pair in ALL if _steps(pair[0])[pair[1]].planned])
def test_the_plan_holds_what_a_lesson_shows_of_it(name: str, number: int) -> None:
    step = _steps(name)[number]
    snapshot = _snapshot(step)
    found = plan(snapshot.model, step.context)
    assert found is not None
    lines = [line.strip() for line in as_text(found).splitlines()]
    assert [line for line in step.planned.splitlines() if line not in lines] == []


def test_the_korean_readme_shows_the_commands_of_the_english_one() -> None:
    shown = [(LEARN.parent.parent / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md")]
    english, korean = ([line.partition("#")[0].rstrip() for line in _lines_of_code(text)] for text in shown)
    assert korean == english


def _lines_of_code(text: str) -> list[str]:
    return [line for match in _BLOCK.finditer(text) if match["language"] == "sh" for line in match["body"].splitlines()]
