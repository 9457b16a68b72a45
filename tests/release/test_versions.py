"""The version and the repository stand in pyproject.toml; other files follow, and a release must agree with its tag."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generated import ROOT, check, script

RELEASE = script("release")
FILES = sorted({place.file for place in RELEASE.PLACES})


@pytest.mark.parametrize("file", FILES)
def test_files_follow_pyproject(file: str) -> None:
    check(ROOT / file, RELEASE.written()[file])


def test_the_placeholder_stands_in_no_other_file() -> None:
    """What is not written by the script would stay as it is when the repository gets its name."""
    listed = ["git", "grep", "-l", "--untracked", "OWNER/REPOSITORY", "--", ":!tests", ":!scripts/release.py"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert set(done.stdout.splitlines()) <= set(FILES)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A checkout that is ready to be released as 1.2.3."""
    for file in (*FILES, *RELEASE.CHANGELOGS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    project = tmp_path / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    version = f'version = "{RELEASE.facts(tmp_path)["version"]}"'
    repository = f'Repository = "{RELEASE.facts(tmp_path)["url"]}"'
    text = text.replace(version, 'version = "1.2.3"', 1)
    project.write_text(text.replace(repository, 'Repository = "https://github.com/some/where"', 1), encoding="utf-8")
    for file, written in RELEASE.written(tmp_path).items():
        (tmp_path / file).write_text(written, encoding="utf-8")
    for file in RELEASE.CHANGELOGS:
        (tmp_path / file).write_text(
            "# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2027-01-31\n\n- New\n\n## 1.2\n\n- Old\n"
        )
    return tmp_path


def test_a_release_that_agrees(release: Path) -> None:
    assert RELEASE.problems("v1.2.3", release) == []
    assert RELEASE.notes(release / "CHANGELOG.md", "1.2.3") == "- New"
    for file in FILES:
        text = (release / file).read_text(encoding="utf-8")
        assert "OWNER/" not in text and ("1.2.3" in text or "some/where" in text), file


@pytest.mark.parametrize(
    ("tag", "file", "old", "new", "told"),
    [
        ("v1.2.4", "CHANGELOG.md", "", "", "the tag is v1.2.4, but pyproject.toml says 1.2.3"),
        ("1.2.3", "CHANGELOG.md", "", "", "the tag is 1.2.3, but"),
        (
            "v1.2.3",
            "client-vscode/package.json",
            '"version": "1.2.3"',
            '"version": "1.2.2"',
            "client-vscode/package.json has",
        ),
        ("v1.2.3", "docs/ci.md", "@v1.2.3", "@v1.2.2", "docs/ci.md has another version"),
        ("v1.2.3", "server/dockwright/__init__.py", "1.2.3", "1.2.2", "server/dockwright/__init__.py has"),
        (
            "v1.2.3",
            "CHANGELOG.md",
            "## 1.2.3 - 2027-01-31\n\n- New\n",
            "",
            "CHANGELOG.md says nothing below `## 1.2.3`",
        ),
        ("v1.2.3", "CHANGELOG.md", "- New\n", "", "CHANGELOG.md says nothing below `## 1.2.3`"),
        (
            "v1.2.3",
            "client-vscode/CHANGELOG.md",
            "## 1.2.3",
            "## 1.2.30",
            "client-vscode/CHANGELOG.md says nothing below",
        ),
        (
            "v1.2.3",
            "CHANGELOG.md",
            "Unreleased\n",
            "Unreleased\n\n- More\n",
            "CHANGELOG.md has changes below `## Unrel",
        ),
    ],
)
def test_what_does_not_agree(release: Path, tag: str, file: str, old: str, new: str, told: str) -> None:
    place = release / file
    place.write_text(place.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = RELEASE.problems(tag, release)
    assert len(found) == 1 and found[0].startswith(told)


def test_a_repository_without_a_name_is_not_released(release: Path) -> None:
    project = release / "pyproject.toml"
    project.write_text(project.read_text(encoding="utf-8").replace("some/where", "OWNER/REPOSITORY"), encoding="utf-8")
    for file, written in RELEASE.written(release).items():
        (release / file).write_text(written, encoding="utf-8")
    assert RELEASE.problems("v1.2.3", release) == [
        "pyproject.toml does not name the repository: set `Repository` and run scripts/release.py"
    ]


def test_a_place_that_is_gone_is_told(release: Path) -> None:
    (release / "editors/mason/package.yaml").write_text("name: dockwright\n")
    with pytest.raises(ValueError, match=r"editors/mason/package\.yaml has no place for \{version\}"):
        RELEASE.written(release)
