"""hadolint's own configuration file gives the hadolint profile with what the file says."""

from __future__ import annotations

import pytest

from dockwright.config.files import parse
from dockwright.ide.snapshot import Snapshot

SOURCE = "FROM debian\nRUN apt-get update && apt-get install -y curl\nMAINTAINER me\n"


def levels(text: str) -> dict[str, str]:
    parsed = parse(".hadolint.yaml", text)
    assert parsed is not None and parsed[1] == ()
    return {finding.code: finding.severity.name for finding in Snapshot.of(SOURCE, parsed[0]).findings}


def test_an_empty_file_is_enough_for_the_profile() -> None:
    found = levels("")
    assert found["DL3008"] == "WARNING" and found["MaintainerDeprecated"] == "ERROR"


def test_ignored_and_override() -> None:
    found = levels("ignored: [DL3008]\noverride:\n  info:\n    - DL4000\n  error: [DL3006]\n")
    assert "DL3008" not in found
    assert found["MaintainerDeprecated"] == "INFORMATION" and found["DL3006"] == "ERROR"


def test_registries_labels_and_pragmas() -> None:
    text = "trustedRegistries: my.example.com\nlabel-schema:\n  who: email\nstrict-labels: true\n"
    text += "disable-ignore-pragma: true\n"
    parsed = parse(".hadolint.yml", text)
    assert parsed is not None
    config, problems = parsed
    assert problems == ()
    assert config.trusted_registries == ("my.example.com",)
    assert dict(config.label_schema) == {"who": "email"}
    assert config.strict_labels and not config.inline_ignores
    assert "DL3026" in levels(text)


@pytest.mark.parametrize("text", ["[", "- a\n- b\n", "a: &x [1]\nb: [*x, *x]\n", "ignored: [" + "[" * 5000])
def test_what_cannot_be_read_is_named(text: str) -> None:
    parsed = parse(".hadolint.yaml", text)
    assert parsed is not None and parsed[0].profile == "hadolint" and parsed[1]


def test_an_unknown_key_is_named() -> None:
    parsed = parse(".hadolint.yaml", "ignore: [DL3008]\n")
    assert parsed is not None
    assert [problem.path for problem in parsed[1]] == ["ignore"]
