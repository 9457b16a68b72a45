"""Write what follows from the version and the repository in pyproject.toml into the files that carry them.

`--check TAG` says what does not agree with a tag to be released; `--notes TAG` prints its part of the changelog.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Place(NamedTuple):
    """A value in a file."""

    file: str
    before: str
    """An expression for the text before the value on its line."""
    after: str
    """An expression for the text after it."""
    value: str
    """A template over `version`, `url` (the repository's), `raw` (its files), `site`, `slug` and `image` (its names)."""


_PYPROJECT = "pyproject.toml"
_HADOLINT = "packaging/hadolint/pyproject.toml"
_CLIENT = "client-vscode/package.json"
_CI = ("docs/ci.md", "docs/ci.ko.md")
_AGENTS = ("docs/agents.md", "docs/agents.ko.md")
_FEATURE = "packaging/devcontainer-feature/dockwright/devcontainer-feature.json"
_IMAGE = "packaging/image/Dockerfile"
_FORMULA = "packaging/homebrew/dockwright.rb"
_AGENT_PLUGIN = "packaging/agent-plugin/.claude-plugin/plugin.json"
_PLUGIN = "packaging/docker-dockwright"

PLACES = (
    Place(_PYPROJECT, r'^Homepage = "', '"$', "{url}"),
    Place(_PYPROJECT, r'^Documentation = "', '"$', "{site}"),
    Place(_PYPROJECT, r'^Issues = "', '"$', "{url}/issues"),
    Place(_PYPROJECT, r'^Changelog = "', '"$', "{url}/blob/main/CHANGELOG.md"),
    Place(_PYPROJECT, r'"dockwright-hadolint==', '"', "{version}"),
    Place("server/dockwright/__init__.py", r'^__version__ = "', '"$', "{version}"),
    Place(_HADOLINT, r'^version = "', '"$', "{version}"),
    Place(_HADOLINT, r'"dockwright==', '"', "{version}"),
    Place(_HADOLINT, r'^Repository = "', '"$', "{url}"),
    Place(_CLIENT, r'^  "version": "', '"', "{version}"),
    Place(_CLIENT, r'^  "repository": \{\n    "type": "git",\n    "url": "', '"', "{url}.git"),
    Place(_CLIENT, r'^  "bugs": \{\n    "url": "', '"', "{url}/issues"),
    Place(_CLIENT, r'^  "homepage": "', '"', "{url}"),
    Place(
        "package-lock.json",
        r'^    "client-vscode": \{\n      "name": "dockwright",\n      "version": "',
        '"',
        "{version}",
    ),
    Place("editors/mason/package.yaml", "pkg:pypi/dockwright@", "$", "{version}"),
    Place(_AGENT_PLUGIN, r'^  "version": "', '"', "{version}"),
    Place(_AGENT_PLUGIN, r'^  "homepage": "', '"', "{url}"),
    Place(_AGENT_PLUGIN, r'^  "repository": "', '"', "{url}"),
    Place(".claude-plugin/marketplace.json", r'"version": "', '"', "{version}"),
    Place("packaging/pre-commit-mirror/pyproject.toml", r'"dockwright==', '"', "{version}"),
    Place(_IMAGE, r'image\.version="', '"', "{version}"),
    Place(_IMAGE, r'image\.source="', '"', "{url}"),
    Place(_FORMULA, r'^  homepage "', '"', "{url}"),
    Place(_FORMULA, r'^  url "', '"', "{url}/releases/download/v{version}/dockwright-{version}.tar.gz"),
    Place("packaging/mise/dockwright.toml", r'^url = "', '"', "{url}"),
    Place("packaging/schemastore/catalog-entry.json", r'"url": "', '"', "{raw}/docs/dockwright.schema.json"),
    Place(_FEATURE, r'^  "version": "', '"', "{version}"),
    Place(_FEATURE, r'"documentationURL": "', '"', "{url}"),
    Place(_FEATURE, r'"licenseURL": "', '"', "{url}/blob/main/LICENSE"),
    Place(_PLUGIN, r'"Version": "', '"', "{version}"),
    Place(_PLUGIN, r'"URL": "', '"', "{url}"),
    *(Place(page, r"^claude plugin marketplace add ", "$", "{slug}") for page in _AGENTS),
    *(Place(page, r"^  - repo: ", "$", "{url}") for page in _CI),
    *(Place(page, r"^    rev: v", "$", "{version}") for page in _CI),
    *(Place(page, r"ghcr\.io/", r"\s+check", "{image}:{version}") for page in _CI),
    *(Place(page, r'"ghcr\.io/', '"', "{image}/dockwright:{version}") for page in _CI),
    *(Place(page, r'\{"version": "', '"', "{version}") for page in _CI),
    *(Place(page, r"uses: (?!actions/|github/)", "@v", "{slug}") for page in _CI),
    *(Place(page, r"uses: (?!actions/|github/)[^@\n]+@v", r"(?:\s|$)", "{version}") for page in _CI),
)


CHANGELOGS = ("CHANGELOG.md", "client-vscode/CHANGELOG.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--check", metavar="TAG")
    task.add_argument("--notes", metavar="TAG")
    options = parser.parse_args()
    if options.check:
        sys.exit("\n".join(problems(options.check)) or 0)
    elif options.notes:
        print(notes(ROOT / CHANGELOGS[0], options.notes.removeprefix("v")))
    else:
        for file, text in written().items():
            (ROOT / file).write_text(text, encoding="utf-8")


def problems(tag: str, root: Path = ROOT) -> list[str]:
    """The reasons why a tag cannot be released."""
    values = facts(root)
    found = []
    if tag != f"v{values['version']}":
        found.append(f"the tag is {tag}, but pyproject.toml says {values['version']}")
    if values["slug"] == "OWNER/REPOSITORY":
        found.append("pyproject.toml does not name the repository: set `Repository` and run scripts/release.py")
    for file, text in written(root).items():
        if (root / file).read_text(encoding="utf-8") != text:
            found.append(f"{file} has another version or repository than pyproject.toml: run scripts/release.py")
    for file in CHANGELOGS:
        if not notes(root / file, values["version"]):
            found.append(f"{file} says nothing below `## {values['version']}`")
        if notes(root / file, "Unreleased"):
            found.append(f"{file} has changes below `## Unreleased`: move them below `## {values['version']}`")
    return found


def notes(changelog: Path, version: str) -> str:
    """The changelog of a version, without its heading; empty if there is none."""
    heading = re.compile(rf"^## \[?{re.escape(version)}\]?(?: - \S+)?$")
    lines = changelog.read_text(encoding="utf-8").splitlines()
    start = next((at for at, line in enumerate(lines, 1) if heading.match(line)), len(lines))
    end = next((at for at, line in enumerate(lines[start:], start) if line.startswith("## ")), len(lines))
    return "\n".join(lines[start:end]).strip()


def written(root: Path = ROOT) -> dict[str, str]:
    """The text of each file, as it should be."""
    values = facts(root)
    texts: dict[str, str] = {}
    for place in PLACES:
        before = texts.get(place.file) or (root / place.file).read_text(encoding="utf-8")
        value = place.value.format_map(values)
        found = re.compile(rf"({place.before})[^\"\s@]*(?={place.after})", re.MULTILINE)
        texts[place.file], count = found.subn(lambda match, value=value: match[1] + value, before)
        if not count:
            raise ValueError(f"{place.file} has no place for {place.value} after {place.before}")
    return texts


def facts(root: Path = ROOT) -> dict[str, str]:
    """The version and the repository in pyproject.toml."""
    project = tomllib.loads((root / _PYPROJECT).read_text(encoding="utf-8"))["project"]
    url = project["urls"]["Repository"]
    slug = url.removeprefix("https://github.com/")
    owner, _, name = slug.partition("/")
    return {
        "version": project["version"],
        "url": url,
        "slug": slug,
        "image": slug.lower(),
        "raw": f"https://raw.githubusercontent.com/{slug}/main",
        "site": f"https://{owner.lower()}.github.io/{name}/",
    }


if __name__ == "__main__":
    main()
