"""Settings are read strictly: nothing is coerced, and what is wrong is named and costs only itself."""

from __future__ import annotations

from typing import Any

import pytest

from dockwright.config import Config, FormatSettings, Table
from dockwright.config.files import parse
from dockwright.config.reading import layered, read
from dockwright.config.schema import schema, settings


def test_nothing_said_means_the_defaults() -> None:
    assert read({}) == (Config(), ())
    assert read(None) == (Config(), ())


@pytest.mark.parametrize("name", ["trustedRegistries", "trusted-registries", "trusted_registries"])
def test_names_may_be_written_in_each_style(name: str) -> None:
    config, problems = read({name: ["quay.io"]})
    assert config.trusted_registries == ("quay.io",)
    assert not problems


def test_dotted_names_reach_into_groups() -> None:
    config, problems = read({"format.indent": 2, "format": {"blankLines": 3}, "inlayHints.stages": False})
    assert (config.format.indent, config.format.blank_lines, config.inlay_hints.stages) == (2, 3, False)
    assert not problems


@pytest.mark.parametrize(
    ("mapping", "path", "part"),
    [
        ({"codeLens": "no"}, "codeLens", "expected true or false"),
        ({"codeLens": 0}, "codeLens", "expected true or false"),
        ({"format": {"indent": True}}, "format.indent", "expected a whole number"),
        ({"format": {"indent": 99}}, "format.indent", "from 0 to 16"),
        ({"engine": "docker"}, "engine", "buildkit, podman, kaniko, classic"),
        ({"rules": ["DL3006"]}, "rules", "expected a table"),
        ({"trustedRegistries": "quay.io"}, "trustedRegistries", "expected a list"),
        ({"codelense": True}, "codelense", "did you mean `codeLens`?"),
        ([1], "settings", "expected a table"),
    ],
)
def test_a_bad_value_keeps_its_default_and_is_named(mapping: Any, path: str, part: str) -> None:
    config, problems = read(mapping)
    assert config == Config()
    assert [problem.path for problem in problems] == [path]
    assert part in problems[0].message


def test_one_bad_entry_does_not_cost_the_others() -> None:
    config, problems = read({"rules": {"DL3006": "off", "DL3007": False, "a.b": "hint"}, "trustedRegistries": ["a", 1]})
    assert config.rules == Table({"DL3006": "off", "a.b": "hint"})
    assert config.trusted_registries == ("a",)
    assert [problem.path for problem in problems] == ["rules.DL3007", "trustedRegistries[1]"]


def test_settings_of_the_editor_lie_over_those_of_a_file() -> None:
    file, _ = read({"rules": {"A": "off", "B": "off"}, "format": {"indent": 2}, "codeLens": False})
    editor, _ = read({"rules": {"B": "error"}, "format": {"indent": 0, "blankLines": 3}, "codeLens": True})
    both = layered(file, editor)
    assert both.rules == Table({"A": "off", "B": "error"})
    assert both.format == FormatSettings(indent=2, blank_lines=3)
    assert both.code_lens is False, "the default does not lie over what a file says"


def test_the_rules_of_a_file_follow_its_path() -> None:
    config, problems = read(
        {"rules": {"A": "error"}, "overrides": [{"paths": ["legacy/**", "*.old"], "rules": {"A": "off"}}]}
    )
    assert not problems
    assert config.for_path("legacy/deep/Dockerfile").rules["A"] == "off"
    assert config.for_path("deep/Dockerfile.old").rules["A"] == "off"
    assert config.for_path("Dockerfile").rules["A"] == "error"


def test_old_names_of_the_node_server_are_understood() -> None:
    old = {"diagnostics": {"deprecatedMaintainer": "ignore"}, "formatter": {"ignoreMultilineInstructions": True}}
    config, problems = read({"docker": {"languageserver": old}})
    assert not problems
    assert config.rules["MaintainerDeprecated"] == "off"
    assert config.format.ignore_multiline_instructions


def test_configuration_files() -> None:
    assert parse("pyproject.toml", "[project]\nname = 'x'") is None
    found = parse("pyproject.toml", "[tool.dockwright.rules]\nDL3006 = 'off'")
    assert found is not None and found[0].rules["DL3006"] == "off"
    broken = parse("dockwright.toml", "profile = ")
    assert broken is not None and "invalid TOML" in broken[1][0].message


def test_a_config_can_be_a_key() -> None:
    first, _ = read({"rules": {"A": "off"}})
    second, _ = read({"rules": {"A": "off"}})
    assert first is not second and len({first, second, Config()}) == 2


def test_every_setting_is_described_and_its_default_is_read_back() -> None:
    flat = settings()
    assert all(described["description"] for described in flat.values())
    config, problems = read({name.removeprefix("dockwright."): setting["default"] for name, setting in flat.items()})
    assert (config, problems) == (Config(), ())
    assert schema()["properties"]["format"]["properties"]["indent"]["maximum"] == 16


def test_an_override_counts_for_paths_below_its_own_file_and_the_editor_lies_over_it() -> None:
    file, _ = read({"rules": {"DL3006": "off"}, "overrides": [{"paths": ["old/*"], "rules": {"DL3006": "error"}}]})
    editor, _ = read({"rules": {"base-without-tag": "hint"}})
    assert layered(file.for_path("old/Dockerfile"), editor).rules == Table(
        {"DL3006": "error", "base-without-tag": "hint"}
    )
