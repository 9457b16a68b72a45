"""The schema of configuration files says of each setting what the reader says."""

from __future__ import annotations

import tomllib
from typing import Any

import fastjsonschema
import pytest

from dockwright.config.reading import read
from dockwright.config.schema import schema, settings
from dockwright.findings.profiles import unknown
from generated import check, script

VALID = fastjsonschema.compile(schema())
DEFAULTS = {name.removeprefix("dockwright."): shape["default"] for name, shape in settings().items()}
ANYTHING: list[Any] = [True, 0, 5, 50_000, "", "error", "upper", "buildkit", "hadolint", [], ["x"], [1], {}]
ANYTHING += [{"a": "off"}, {"a": "url"}, {"a": 1}, [{"paths": ["*"], "rules": {"DL3006": "off"}}], [{"path": "*"}]]


def test_the_file_is_current() -> None:
    check(script("schema").PLACE, script("schema").written())


def test_the_page_of_settings_is_current_and_its_example_is_valid() -> None:
    settings_page = script("settings")
    for language, place in settings_page.PAGES.items():
        check(place, settings_page.written(language))
    page = settings_page.written()
    table = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    config, problems = read(table)
    assert problems == () and unknown(config) == [] and accepted(table)


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_schema_takes_what_the_reader_takes(name: str) -> None:
    group, _, inner = name.rpartition(".")
    for value in [DEFAULTS[name], *ANYTHING]:
        table = {group: {inner: value}} if group else {name: value}
        problems = read(table)[1]
        assert accepted(table) == (not problems), (table, problems)


@pytest.mark.parametrize("name", ["trustedRegistries", "trusted-registries", "trusted_registries", "trustedregistry"])
def test_names_are_known_in_the_same_styles(name: str) -> None:
    table: dict[str, object] = {name: ["a"]}
    assert accepted(table) == (not read(table)[1])


def accepted(table: object) -> bool:
    """Whether the schema takes a table of settings."""
    try:
        VALID(table)
    except fastjsonschema.JsonSchemaException:
        return False
    return True
