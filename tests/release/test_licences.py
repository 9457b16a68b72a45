"""What the extension holds of others comes with its licence, and no licence asks for more than that."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from generated import ROOT

SCRIPTS = ROOT / "client-vscode" / "scripts"
VSCE = ROOT / "node_modules" / ".bin" / "vsce"
FREE = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PSF-2.0", "MPL-2.0"}
"""Licences that let a program under the MIT licence hold the library, with its notice (and source, MPL) beside it."""


def bundled() -> list[str]:
    """The libraries that pyproject.toml asks for, and those that they ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(one) for one in project["dependencies"]]
    found: dict[str, None] = {}
    while asked:
        one = asked.pop()
        if one.name not in found and (one.marker is None or one.marker.evaluate({"extra": ""})):
            found[one.name] = None
            asked += [Requirement(more) for more in distribution(one.name).requires or ()]
    return sorted(found)


def client(name: str) -> Any:
    """A module of `client-vscode/scripts`, which import each other."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.mark.parametrize("name", bundled())
def test_a_library_comes_with_its_licence(name: str) -> None:
    licences = client("licences")
    head, _, text = licences.notice(distribution(name)).partition("\n\n")
    assert len(text) > 300, "the terms, not the name of the licence alone"
    told = re.search(r" \((.*)\)(?:\n|$)", head)
    assert told
    parts = re.split(r" AND | OR ", re.sub(r"[()]", "", told[1]).replace("MIT License", "MIT"))
    assert set(parts) <= FREE
    assert "MPL-2.0" not in parts or "https://" in head, (
        "the Mozilla Public License wants to be told where the source is"
    )


def test_notices_of_folders(tmp_path: Path) -> None:
    _library(tmp_path / "libs", "one", "License-Expression: MIT\nHome-page: https://example.org/one\n", "Text of one")
    for folder in ("cp311", "cp312"):
        _library(
            tmp_path / folder, "two", "License-Expression: MPL-2.0\nProject-URL: Source, https://two\n", "Text of two"
        )
    rule = "\n" + "-" * 79 + "\n\n"
    assert client("licences").notices(tmp_path / name for name in ("libs", "cp311", "cp312")) == (
        f"one 1 (MIT)\nhttps://example.org/one\n\nText of one\n{rule}two 1 (MPL-2.0)\nhttps://two\n\nText of two\n"
    )


def test_a_library_without_its_licence_is_not_bundled(tmp_path: Path) -> None:
    _library(tmp_path, "one", "License-Expression: MIT\n", None)
    with pytest.raises(ValueError, match="one comes without the text of its licence"):
        client("licences").notices([tmp_path])


@pytest.mark.parametrize("published", [True, False])
def test_the_page_of_the_extension_shows_its_pictures(published: bool, tmp_path: Path) -> None:
    """By vsce itself: pictures on the web have whole addresses, those of a package made here lie in it."""
    if shutil.which("node") is None or not VSCE.exists():
        pytest.skip("vsce is not installed; run `npm ci`")
    manifest = json.loads((ROOT / "client-vscode/package.json").read_text(encoding="utf-8"))
    kept = ("name", "version", "publisher", "license", "engines", "repository", "bugs", "homepage", "icon")
    (tmp_path / "package.json").write_text(json.dumps({name: manifest[name] for name in kept}))
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / "client-vscode" / name, tmp_path)
    shutil.copytree(ROOT / "client-vscode/images", tmp_path / "images")
    call = [str(VSCE), "package", "--no-dependencies", "-o", "x.vsix", *client("bundle").links(published)]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "x.vsix") as archive:
        page = archive.read("extension/readme.md").decode()
        about = archive.read("extension.vsixmanifest").decode()
        names = archive.namelist()
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", page)
    start = f"{manifest['homepage']}/raw/HEAD/client-vscode/" if published else ""
    assert pictures and all(one.startswith(f"{start}images/pictures/") for one in pictures)
    assert {f"extension/{one.removeprefix(start)}" for one in pictures} <= set(names)
    assert f'Links.Support" Value="{manifest["bugs"]["url"]}"' in about
    assert f'Links.Source" Value="{manifest["repository"]["url"]}"' in about


def _library(folder: Path, name: str, metadata: str, licence: str | None) -> None:
    place = folder / f"{name}-1.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n{metadata}")
    listed = ["METADATA"]
    if licence is not None:
        (place / "licenses").mkdir()
        (place / "licenses" / "LICENSE").write_text(licence)
        listed.append("licenses/LICENSE")
    (place / "RECORD").write_text("".join(f"{place.name}/{one},,\n" for one in listed))
