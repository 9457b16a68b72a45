"""The VS Code extension's own checks: settings are current, lint, types, unit tests."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.actions.fix_all import fixed
from dockwright.ide.snapshot import Snapshot

ROOT = Path(__file__).parent.parent
CLIENT = ROOT / "client-vscode"


def test_settings_are_the_servers() -> None:
    """A stale package.json is rewritten, so that running the test again passes."""
    script = [sys.executable, str(CLIENT / "scripts" / "settings.py")]
    checked = subprocess.run([*script, "--check"], capture_output=True, text=True, check=False)
    if checked.returncode:
        subprocess.run(script, check=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_choice_of_a_setting_is_described() -> None:
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    groups = [group["properties"] for group in manifest["contributes"]["configuration"]]
    for name, setting in ((name, setting) for group in groups for name, setting in group.items() if "enum" in setting):
        described = setting.get("enumDescriptions") or setting.get("markdownEnumDescriptions") or []
        assert len(described) == len(setting["enum"]) and all(described), name


def test_the_sample_has_something_to_find_in_each_add() -> None:
    snapshot = Snapshot.of((CLIENT / "sample" / "Dockerfile").read_text(encoding="utf-8"))
    starts = {finding.span.start for finding in snapshot.findings}
    assert {add.start for add in snapshot.tree.all("ADD")} <= starts


def test_the_sample_shows_a_build_that_would_fail_and_its_fixes() -> None:
    snapshot = Snapshot.of((CLIENT / "sample" / "Dockerfile").read_text(encoding="utf-8"))
    failing = {"package-lists-missing", "command-not-installed"}
    found = {finding.code: finding for finding in snapshot.findings if finding.code in failing}
    assert found.keys() == failing and all(one.severity <= Severity.WARNING and one.fixes for one in found.values())
    mended = fixed(snapshot, unsafe=True)
    assert not {finding.code for finding in mended.findings} & failing
    assert "apt-get update && apt-get install -y --no-install-recommends ca-certificates curl\n" in mended.text.string


def test_the_tour_shows_a_build_that_would_fail_and_its_fix() -> None:
    page = (CLIENT / "walkthrough" / "fix.md").read_text(encoding="utf-8")
    snapshot = Snapshot.of(page.split("```dockerfile\n")[1].split("```")[0])
    assert [one.code for one in snapshot.findings if one.severity <= Severity.WARNING] == ["package-lists-missing"]
    assert "RUN apt-get update && apt-get install " in fixed(snapshot, unsafe=True).text.string


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [str(CLIENT / "scripts" / "try.sh"), sys.executable, "nowhere"]
        variables = {**os.environ, "PORT": str(port)}
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == (
        f"Port {port} is in use by another program. Choose one that is free: PORT={port + 1} make try\n"
    )


def test_every_command_is_registered() -> None:
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    source = (CLIENT / "src" / "extension.ts").read_text(encoding="utf-8")
    for command in manifest["contributes"]["commands"]:
        assert f"command('{command['command'].removeprefix('dockwright.')}'" in source


def test_no_command_has_the_name_of_one_of_the_servers() -> None:
    """VS Code registers what the server announces as well, and refuses to start a client whose names are taken."""
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    announced = json.loads((ROOT / "server/dockwright/lsp/capabilities.json").read_text(encoding="utf-8"))
    own = {command["command"] for command in manifest["contributes"]["commands"]}
    assert not own & set(announced["executeCommandProvider"]["commands"])


@pytest.mark.parametrize("script", ["types", "lint", "test"])
def test_typescript(script: str) -> None:
    if shutil.which("npm") is None or not (ROOT / "node_modules").is_dir():
        reason = "npm packages are not installed; run `npm ci`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    command = ["npm", "run", "--silent", script]
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_enter_takes_no_word_that_only_stands_elsewhere_in_the_file() -> None:
    """In Dockerfiles and their ignore files; whatever else VS Code calls an ignore file is left as it is."""
    contributes = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))["contributes"]
    names = {
        name for language in contributes["languages"] for name in language.get("filenames", ()) if "ignore" in name
    }
    (own,) = (language for language in contributes["languages"] if ".dockerignore" in language.get("filenames", ()))
    assert own["id"] == "dockerignore" and names == {".dockerignore", ".containerignore"}
    defaults = contributes["configurationDefaults"]
    assert set(defaults) == {"[dockerfile]", "[dockerignore]"}
    for settings in defaults.values():
        assert settings == {"editor.wordBasedSuggestions": "off", "editor.acceptSuggestionOnEnter": "smart"}


def test_the_files_of_languages_are_packaged() -> None:
    contributes = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))["contributes"]
    named = [language["configuration"] for language in contributes["languages"] if "configuration" in language]
    for name in (*named, *(grammar["path"] for grammar in contributes["grammars"])):
        assert json.loads((CLIENT / name).read_text(encoding="utf-8"))
        assert f"!{Path(name).parent}/*.json" in (CLIENT / ".vscodeignore").read_text(encoding="utf-8")
