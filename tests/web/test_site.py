"""The site, built whole: no warning of the generator, no dead link, and looked at in a real browser."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.findings.rule import all_rules
from editors.tools import ROOT, SHOTS, missing, program

LOOK = Path(__file__).parent / "look.mjs"
LOOKS = re.findall(r"^  '(.+)': \[", LOOK.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("zensical") is None:
        missing("Zensical is not installed: `make setup` brings it")
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "website", str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.mark.parametrize("language", ["", "ko"])
def test_every_rule_and_lesson_has_a_page(site: Path, language: str) -> None:
    index = (site / language / "rules" / "index.html").read_text(encoding="utf-8")
    for rule in all_rules():
        assert f'href="{rule.code}/"' in index, rule.code
        assert (site / language / "rules" / rule.code / "index.html").is_file()
    for lesson in (ROOT / "docs" / "learn" / "en").glob("[0-9]*.md"):
        assert (site / language / "learn" / lesson.stem / "index.html").is_file()


def test_no_link_is_dead(site: Path) -> None:
    """Of links within the site, with their anchors; what it links to elsewhere is not asked."""
    checker = shutil.which("lychee", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if checker is None:
        missing("lychee is not installed: `make setup` brings it")
    command = [checker, "--offline", "--include-fragments", "--no-progress", "--index-files", "index.html"]
    # The page for what is not there is served at any address, so that its links begin with that of the site.
    command += ["--root-dir", str(site), "--exclude-path", "404.html", str(site)]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.findall(r"(\d+) OK", done.stdout)[0]) > 1000


def test_what_is_not_translated_is_there_in_english_and_says_so(site: Path) -> None:
    """The note stands on those pages alone."""
    from website.__main__ import texts
    from website.pages import all_pages

    note = texts("ko")["untranslated"]
    for page in all_pages():
        folder = page.at.removesuffix("index.md").removesuffix(".md")
        built = (site / "ko" / folder / "index.html").read_text(encoding="utf-8")
        assert (note in built) == (page.translated("ko") == page.source), page.at


@pytest.fixture(scope="session")
def looks(site: Path) -> dict[str, str]:
    """What became of each look at the site."""
    program("node")
    if not (ROOT / "node_modules").is_dir():
        missing("npm packages are not installed; run `npm ci`")
    environment = {**os.environ, "CHROMIUM": program("chromium"), "SHOTS": str(SHOTS)}
    done = subprocess.run(
        ["node", str(LOOK), str(site)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    said = dict.fromkeys(LOOKS, f"not reached:\n{done.stdout}{done.stderr}")
    for part in re.split(r"^(?=ok - |not ok - )", done.stdout, flags=re.MULTILINE):
        if match := re.match(r"(ok|not ok) - (.+)\n", part):
            said[match[2]] = "ok" if match[1] == "ok" else part
    return said


@pytest.mark.parametrize("name", LOOKS)
def test_in_a_browser(looks: dict[str, str], name: str) -> None:
    """It loads, fetches nothing from elsewhere, is no wider than the screen, and does what it should."""
    assert looks[name] == "ok"
