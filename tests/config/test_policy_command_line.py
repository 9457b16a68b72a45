"""No option of `check` weakens what a policy has locked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.test_policy import FILES, NAMES, SOURCES
from dockwright.cli.main import main
from remarks import PROGRAM

POLICY = 'locked = ["DL3020"]\nfail-level = "information"\n[rules]\nDL3020 = "warning"\n'
NEARER = 'profile = "none"\ninline-ignores = false\nfail-level = "none"\n[shellcheck]\nenable = false\n'
SOURCE = "FROM debian:12\nADD a.py /b.py\nMAINTAINER me\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "dockwright.toml").write_text(POLICY)
    (tmp_path / "nearer.toml").write_text(NEARER)
    (tmp_path / "app/Dockerfile").write_text(SOURCE)
    monkeypatch.setenv("DOCKWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, str], str]:
    """The exit code, the level of each code, and what is told."""
    code = main(["check", "--no-context", "--format", "json", *options, "app"])
    output = capsys.readouterr()
    return code, {one["code"]: one["level"] for one in json.loads(output.out or "[]")}, output.err


def test_a_file_that_is_named_is_held_to_the_policy(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "--config", "nearer.toml") == (1, {"DL3020": "warning"}, "")
    (repository / "dockwright.toml").write_text(POLICY.replace("locked", "#"))
    assert checked(capsys, "--config", "nearer.toml") == (0, {}, "")


def test_overrides_of_the_policy_count_for_a_file_that_is_named(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'{POLICY}[[overrides]]\npaths = ["app/**"]\nrules = {{ DL3020 = "hint" }}\n'
    (repository / "dockwright.toml").write_text(text)
    assert checked(capsys, "--config", "nearer.toml")[1] == {"DL3020": "hint"}


def test_what_is_locked_is_not_left_out(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys)[1].keys() == {"DL3020", "MaintainerDeprecated"}
    for name in ("DL3020", "DL", "add-for-local-files"):
        _, found, told = checked(capsys, "--ignore", name)
        assert found["DL3020"] == "warning"
        assert name == "add-for-local-files" or f"`--ignore {name}`: a policy locks some of these rules" in told
    assert checked(capsys, "--ignore", "MaintainerDeprecated")[1].keys() == {"DL3020"}
    assert checked(capsys, "--select", "MaintainerDeprecated")[1].keys() == {"MaintainerDeprecated"}


def test_a_baseline_hides_nothing_that_is_locked(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(capsys, "--write-baseline", "known.json")
    assert checked(capsys, "--baseline", "known.json")[:2] == (1, {"DL3020": "warning"})


def test_a_level_to_fail_at_is_about_what_is_not_locked(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "--fail-level", "none")[0] == 1
    (repository / "app/Dockerfile").write_text("FROM debian:12\nMAINTAINER me\n")
    assert checked(capsys, "--fail-level", "none")[0] == 0


@pytest.mark.skipif(not PROGRAM.exists(), reason="ShellCheck is not here")
def test_codes_of_shellcheck_are_locked(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "dockwright.toml").write_text('locked = ["SC2086"]\n[rules]\nSC2086 = "error"\n')
    (repository / "app/Dockerfile").write_text("FROM debian:12\n# hadolint ignore=SC2086\nRUN rm $A; echo `b` > $c\n")
    for options in ([], ["--config", "nearer.toml"], ["--no-shellcheck"], ["--ignore", "SC"], ["--ignore", "SC2086"]):
        code, found, _ = checked(capsys, *options)
        assert (code, found["SC2086"]) == (1, "error")
        assert ("SC2006" in found) == (options in ([], ["--ignore", "SC2086"])), "what is not locked can be left out"
    (repository / "app/dockwright.toml").write_text('[rules]\nSC2086 = "off"\n[shellcheck]\nenable = false\n')
    assert checked(capsys)[1]["SC2086"] == "error"


def test_it_is_told_that_shellcheck_is_missing(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "dockwright.toml").write_text('locked = ["SC2086"]\n')
    monkeypatch.setattr("dockwright.context.installed_tools.shellcheck", lambda *_: None)
    assert "a policy locks codes of ShellCheck, which is not installed" in checked(capsys)[2]


OPTIONS = st.lists(st.sampled_from([*NAMES[:3], "DL", "SC", "security"]), max_size=3, unique=True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(policy=FILES, named=FILES, nearer=FILES, ignored=OPTIONS, baseline=st.booleans())
def test_nothing_on_the_command_line_weakens_what_is_locked(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    policy: dict[str, Any],
    named: dict[str, Any],
    nearer: dict[str, Any],
    ignored: list[str],
    baseline: bool,
) -> None:
    """Each finding of a locked rule under the policy alone is there with all options, and as loud."""
    (repository / "dockwright.toml").write_text(_toml({**policy, "locked": [*policy.get("locked", ()), "DL3020"]}))
    (repository / "app/dockwright.toml").unlink(missing_ok=True)
    for index, source in enumerate(SOURCES):
        (repository / f"app/{index}.Dockerfile").write_text(source)
    _, alone, _ = checked(capsys)
    options = ["--config", "nearer.toml", *(part for name in ignored for part in ("--ignore", name))]
    if baseline:
        checked(capsys, "--write-baseline", "known.json")
        options += ["--baseline", "known.json"]
    (repository / "nearer.toml").write_text(_toml({**named, "locked": []}))
    (repository / "app/dockwright.toml").write_text(_toml({**nearer, "locked": []}))
    _, kept, _ = checked(capsys, *options)
    levels = ("error", "warning", "information", "hint")
    for code in _locked(policy) & alone.keys():
        assert levels.index(kept[code]) <= levels.index(alone[code])


def _locked(policy: dict[str, Any]) -> set[str]:
    """The codes among what is locked; groups and other names are left to the other tests."""
    return {"DL3020"} | {name for name in policy.get("locked", ()) if name.startswith(("DL30", "Maint", "tls"))}


def _toml(table: dict[str, Any]) -> str:
    return "".join(f"{key.replace('_', '-')} = {_value(value)}\n" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {_value(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)
