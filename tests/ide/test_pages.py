"""The pages of the reference: there is one for everything that has a name, and all that they show builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dockwright.reference
from dockwright.findings.engine import only
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.ide.pages import find, table, title
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.pages import MARK, page
from dockwright.semantics.images import names
from dockwright.semantics.state import PLATFORM_NAMES
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.language import flags, mounts

FOLDER = Path(dockwright.reference.__file__).parent
PAGES = sorted(FOLDER.rglob("*.md"))
ERRORS = only(*(rule for rule in all_rules() if rule.severity is Severity.ERROR))
EXAMPLE = re.compile(r"^```dockerfile\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_page_begins_with_its_name_and_its_examples_build(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    name, _, language = path.stem.partition(".")
    assert re.match(rf"\*\*[^*]*{re.escape(name.rpartition('check-')[2])}\b[^*]*\*\*[ (가-힣]", page)
    assert find(str(path.relative_to(FOLDER).with_name(name)), language) == MARK.sub("", page).strip()
    assert page.count("```") % 2 == 0
    for example in EXAMPLE.findall(page):
        snapshot = Snapshot.of(example, ERRORS)
        assert not snapshot.tree.problems and not snapshot.findings


TRANSLATED = [path for path in PAGES if "." in path.stem]


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_translated_page_shows_the_blocks_and_flags_of_the_english_one(path: Path) -> None:
    own = path.read_text(encoding="utf-8")
    english = path.with_name(f"{path.stem.partition('.')[0]}.md").read_text(encoding="utf-8")
    shown = re.compile(r"^```.*?^```$|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
    assert shown.findall(own) == shown.findall(english)
    flag = re.compile(r"--[a-z][a-z-]+")
    assert sorted(flag.findall(own)) == sorted(flag.findall(english))


def test_a_page_is_in_english_where_a_language_has_none(tmp_path: Path) -> None:
    (tmp_path / "syntax.md").write_text("A page\n", encoding="utf-8")
    assert page(tmp_path, "syntax", "ko") == "A page\n"
    assert "레이어" in find("instructions/RUN", "ko-KR") != find("instructions/RUN", "xx")


@pytest.mark.parametrize(("instruction", "flag"), [(name, flag) for name in sorted(NAMES) for flag in flags(name)])
def test_every_flag_has_a_page_with_an_example_that_uses_it(instruction: str, flag: str) -> None:
    page = find(f"flags/{instruction}/{flag}")
    assert any(f"--{flag}" in example for example in EXAMPLE.findall(page))
    assert (
        f"Needs docker/dockerfile {flags(instruction)[flag].since}" in page.replace("\n", " ")
        or not flags(instruction)[flag].since
    )
    assert "https://docs.docker.com/reference/dockerfile/#" in page


@pytest.mark.parametrize("kind", sorted(mounts()))
def test_every_mount_has_a_page_with_its_keys_and_these_have_theirs(kind: str) -> None:
    page = find(f"mounts/{kind}")
    assert f"type={kind}" in EXAMPLE.findall(page)[0]
    assert all(find(f"mounts/keys/{key}") for key in mounts()[kind].keys)


def test_every_predefined_variable_has_a_page() -> None:
    assert all(f"**{name}**" in find(f"variables/{name}") for name in PLATFORM_NAMES)
    assert find("variables/https_proxy") == find("variables/HTTPS_PROXY") != ""


def test_every_rule_has_a_page_under_all_its_names_and_a_title() -> None:
    for rule in all_rules():
        assert all(find(f"rules/{name}").startswith("# ") for name in rule.names)
        assert 5 < len(title(rule.code)) < 90 and rule.code not in title(rule.code).split()


def test_the_names_of_build_checks_are_those_of_our_rules() -> None:
    codes = {rule.code for rule in all_rules() if re.fullmatch(r"[A-Z][A-Za-z]+[a-z]", rule.code)}
    assert codes <= set(table("checks"))
    for name in table("checks"):
        assert name in find(f"rules/{name}") and title(name)


def test_every_official_image_is_described() -> None:
    assert set(names()) <= set(table("images")["about"])
