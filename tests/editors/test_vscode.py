"""The packaged extension in the real VS Code, driven in a browser as an author would; pictures in build/screenshots."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from editors.tools import HERE, PLACE, ROOT, SHOTS, missing, program
from editors.vscode_cases import Case, cases
from editors.vscode_typed import HELD_BACK, typed

pytestmark = pytest.mark.filterwarnings("default:passed at its second try")

SCRIPTS = HERE / "vscode"
NAME = re.compile(r"^    '(.+)': (?:async|\(\) =>)", re.MULTILINE)

Results = dict[str, str]


def steps(script: str) -> list[str]:
    """The names of a script's steps."""
    return NAME.findall((SCRIPTS / script).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def package() -> Path:
    """The .vsix, made anew."""
    program("node")
    if not (ROOT / "node_modules").is_dir():
        missing("npm packages are not installed; run `npm ci`")
    done = subprocess.run(
        [sys.executable, str(ROOT / "client-vscode" / "scripts" / "bundle.py"), "--package"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    (made,) = (ROOT / "client-vscode" / "build").glob("*.vsix")
    return made


@pytest.fixture(scope="session")
def driven(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Results]:
    """Runs a script once; what each of its steps said."""
    known: dict[str, Results] = {}

    def drive(script: str) -> Results:
        if script not in known:
            said = _drive(script, package, tmp_path_factory.mktemp("workspace"))
            known[script] = _tried_again(
                said, lambda step: _drive(script, package, tmp_path_factory.mktemp("again"), only=step)
            )
        return known[script]

    return drive


@pytest.mark.parametrize("step", steps("ui.mjs"))
def test_author(driven: Callable[[str], Results], step: str) -> None:
    assert driven("ui.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("plan.mjs"))
def test_the_image_plan_beside_the_editor(driven: Callable[[str], Results], step: str) -> None:
    assert driven("plan.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("taking.mjs"))
def test_suggestions_that_are_taken_and_left(driven: Callable[[str], Results], step: str) -> None:
    assert driven("taking.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("many.mjs"))
def test_large_workspace(driven: Callable[[str], Results], step: str) -> None:
    assert driven("many.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("neighbours.mjs"))
def test_beside_another_extension(driven: Callable[[str], Results], step: str) -> None:
    assert driven("neighbours.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("repeats.mjs"))
def test_beside_an_extension_for_host_files(driven: Callable[[str], Results], step: str) -> None:
    assert driven("repeats.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("hosts.mjs"))
def test_host_files(driven: Callable[[str], Results], step: str) -> None:
    assert driven("hosts.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("files.mjs"))
def test_files_that_are_read_only_that_move_and_that_hold_settings(driven: Callable[[str], Results], step: str) -> None:
    assert driven("files.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("pythonless.mjs"))
def test_without_python(driven: Callable[[str], Results], step: str) -> None:
    assert driven("pythonless.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("record.mjs"))
def test_the_recording_of_the_readme(driven: Callable[[str], Results], step: str) -> None:
    assert driven("record.mjs")[step] == "ok"


@pytest.fixture(scope="session")
def acted(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What became of each case of `cases`."""

    def drive(chosen: Sequence[Case]) -> Results:
        folder = tmp_path_factory.mktemp("actions") / "workspace"
        folder.mkdir()
        (folder.parent / "cases.json").write_text(json.dumps([case._asdict() for case in chosen]), encoding="utf-8")
        return _drive("actions.mjs", package, folder, [case.name for case in chosen])

    return _tried_again(drive(cases()), lambda name: drive([case for case in cases() if case.name == name]))


@pytest.mark.parametrize("name", [case.name for case in cases()])
def test_an_action_does_what_its_page_says(acted: Results, name: str) -> None:
    """Chosen from the menu: the text is that of the page, and one undo brings back what was there."""
    assert acted[name] == "ok"


@pytest.fixture(scope="session")
def at_keys(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """What became of each file of `typed`, and under "flashed: NAME" what was reported for a while."""
    folder = tmp_path_factory.mktemp("typing") / "workspace"
    folder.mkdir()
    files = [{"name": name, "text": text, "delay": 25} for name, text in typed().items()]
    (folder.parent / "typed.json").write_text(json.dumps(files), encoding="utf-8")
    return _drive("typing.mjs", package, folder, list(typed()))


@pytest.mark.parametrize("name", list(typed()))
def test_what_is_typed_is_what_stands_there(at_keys: Results, name: str) -> None:
    assert at_keys[name] == "ok"


@pytest.mark.parametrize("name", list(typed()))
def test_nothing_is_reported_that_the_next_words_settle(at_keys: Results, name: str) -> None:
    flashed = {found.partition("@")[0] for found in at_keys[f"flashed: {name}"].split()}
    assert flashed <= HELD_BACK.keys(), flashed - HELD_BACK.keys()


def test_the_package_holds_what_its_page_shows_and_the_licences_of_its_parts(package: Path) -> None:
    page = (ROOT / "client-vscode" / "README.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist())
        notices = archive.read("extension/dist/licences.txt").decode()
        libraries = archive.read("extension/bundled/libs/licences.txt").decode()
    assert {f"extension/{name}" for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page)} <= names
    assert "vscode-languageclient" in notices and "Copyright (c) Microsoft Corporation" in notices
    held = {found[1].lower() for name in names if (found := re.search(r"/([^/]+)-[^/-]+\.dist-info/METADATA$", name))}
    told = re.findall(r"^(\S+) \d\S* \(", libraries, re.MULTILINE)
    assert held and held <= {re.sub("[-.]", "_", name).lower() for name in told}


def _tried_again(said: Results, drive: Callable[[str], Results]) -> Results:
    """What each step said; one that failed has a second chance in an editor opened anew, and a warning tells of it.

    An editor that a loaded machine holds up may lose one key or one move of the mouse. What is broken fails twice,
    and where many fail there is nothing to give a chance to.
    """
    failed = [step for step, outcome in said.items() if outcome != "ok" and not step.startswith("flashed: ")]
    if len(failed) > 3:
        return said
    passed = [step for step in failed if drive(step)[step] == "ok"]
    for step in passed:
        warnings.warn(f"passed at its second try: {step}; at its first it said:\n{said[step]}", stacklevel=2)
    return {**said, **dict.fromkeys(passed, "ok")}


def _drive(
    script: str, package: Path, folder: Path, names: list[str] | None = None, *, only: str | None = None
) -> Results:
    if not (PLACE / "code-server" / "ready").exists():
        missing(f"VS Code is not installed; run tests/editors/vscode/install.sh {PLACE / 'code-server'}")
    chromium = program("chromium")
    command = [
        "node",
        str(SCRIPTS / script),
        str(PLACE / "code-server"),
        str(package),
        str(folder),
        *([only] if only else []),
    ]
    environment = {**os.environ, "CHROMIUM": chromium, "SHOTS": str(SHOTS)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900, check=False)
    print(done.stdout)
    said = dict.fromkeys(names or steps(script), f"not reached:\n{done.stdout}{done.stderr}")
    for part in re.split(r"^(?=ok - |not ok - |# )", done.stdout, flags=re.MULTILINE):
        match = re.match(r"(ok|not ok) - (.+?)(?: \([\d.]+ s\))?\n", part)
        if match:
            said[match[2]] = "ok" if match[1] == "ok" else part
        elif flashed := re.match(r"# (flashed: \S+): (.*)", part):
            said[flashed[1]] = flashed[2]
    return said
