"""Every rule's page is its test: what it marks is found, nothing else is, and its fixes do what it shows."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.findings import engine
from dockwright.findings.finding import Finding
from dockwright.findings.rule import Rule, all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import apply
from generated import check, script
from markers import Mark, marks
from page_files import english
from rule_pages import EXAMPLES, FOLDER, Example

BY_MODULE = {rule.module.rpartition(".")[2]: rule for rule in all_rules()}


def _findings(rule: Rule, source: str, context: Context | None, config: Config) -> list[Finding]:
    """What this one rule says, at its own level, whatever the profile."""
    selection = engine.select(config) if rule.scope == "Silenced" else engine.only(rule, config=config)
    groups = engine.check(analyse(parse(source)), selection, context)
    found = [
        finding.shifted(group.start) for group in groups for finding in group.findings if finding.code == rule.code
    ]
    return sorted(found, key=lambda finding: finding.span)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {path.stem for path in english(FOLDER)} == set(BY_MODULE)


def test_names_are_unique() -> None:
    names = [name.lower() for rule in all_rules() for name in rule.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(BY_MODULE))
def test_a_page_names_its_rule_and_shows_what_is_and_what_is_not_flagged(name: str) -> None:
    page = next(FOLDER.glob(f"*/{name}.md")).read_text(encoding="utf-8")
    assert page.startswith("# ") and BY_MODULE[name].code in page.split("\n", 1)[0]
    shown = [marks(example.source)[1] for example in EXAMPLES if example.page == name]
    assert any(shown), "the page shows nothing that is flagged"
    fixed = any(example.fixed for example in EXAMPLES if example.page == name)
    assert fixed or not all(shown), "the page shows nothing that is not flagged"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.page}-{example.number}")
def test_an_example_has_exactly_the_findings_it_marks(example: Example, caplog: pytest.LogCaptureFixture) -> None:
    source, expected = marks(example.source)
    with caplog.at_level(logging.ERROR):
        found = _findings(BY_MODULE[example.page], source, example.context, example.config)
    assert not caplog.records
    assert [Mark(finding.span, finding.message) for finding in found] == sorted(expected)


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.fixed],
    ids=lambda example: f"{example.page}-{example.number}",
)
def test_fixes_give_the_fixed_block_and_leave_nothing_to_report(example: Example) -> None:
    source, _ = marks(example.source)
    edits = [
        edit
        for finding in _findings(BY_MODULE[example.page], source, example.context, example.config)
        for edit in finding.fixes[0].edits
    ]
    assert apply(source, sorted(set(edits))) == example.fixed
    assert _findings(BY_MODULE[example.page], example.fixed or "", example.context, example.config) == []


def test_a_rule_that_crashes_costs_itself_only(caplog: pytest.LogCaptureFixture) -> None:
    def crash(step: object) -> list[Finding]:
        raise RuntimeError("planted")

    kept = BY_MODULE["maintainer_deprecated"]
    planted = Rule("planted", kept.severity, (), (), "Step", crash, __name__)
    selection = engine.only(kept, planted)
    with caplog.at_level(logging.CRITICAL + 1, logger="dockwright"):
        found = engine.check(analyse(parse("FROM a\nMAINTAINER me\n")), selection)
    assert [finding.code for group in found for finding in group.findings] == [kept.code]


def test_findings_after_an_edit_equal_those_of_a_new_snapshot() -> None:
    from dockwright.text import Edit, Span

    source = "FROM a AS One\nMAINTAINER me\nFROM One\nADD x /\nCMD x\n" * 3
    snapshot = Snapshot.of(source)
    for offset in (0, 7, 20, 40, 60, 5):
        snapshot.findings  # noqa: B018 - computing them fills the caches that the next snapshot takes over
        snapshot = snapshot.edited([Edit(Span(offset, offset + 2), "RUN y\n")])
        assert snapshot.findings == Snapshot.of(snapshot.text.string).findings


@pytest.mark.parametrize(("path", "text"), script("rule_facts").pages(), ids=lambda value: getattr(value, "stem", ""))
def test_a_page_ends_with_the_facts_about_its_rule(path: Path, text: str) -> None:
    check(path, text)
