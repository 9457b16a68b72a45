"""Each problem of a settings file is at the name or the value that is wrong."""

from __future__ import annotations

import pytest

from dockwright.config.files import Brought, parse
from dockwright.config.problem_places import located
from dockwright.config.toml_places import places
from dockwright.findings.profiles import unknown
from dockwright.text import Text
from markers import marks

NAMES = """
codelense = true
#^^^^^^^^ unknown setting; did you mean `codeLens`?
engine = "docker"
#        ^^^^^^^^ expected one of buildkit, podman, kaniko, classic, got 'docker'; the default is used
trusted_registries = ["quay.io", 7]
#                                ^ expected text, got 7; ignored
locked = [  # a comment
    "DL3008", "DL301",
#             ^^^^^^^ unknown rule or group; did you mean `DL3061`?
]
format.indent = 99
#               ^^ expected a number from 0 to 16, got 99; the default is used
shellcheck = { path = "/bin/sh" }
#                     ^^^^^^^^^ only the editor's own settings may name a program to run; ignored
locale = 'xx'
#        ^^^^ no messages in the language 'xx'; use en or ko

[rules]
"no.such" = "off"
#^^^^^^^^ unknown rule or group
DL3007 = '''
off'''
DL3006 = "of" # "a comment"
#        ^^^^ expected one of error, warning, information, hint, off, got 'of'; ignored

[[overrides]]
paths = ["*.old"]

[[overrides]]
path = ["*.new"]
#^^^ unknown setting; did you mean `paths`?
[overrides.rules]
DL30077 = "off"
#^^^^^^ unknown rule or group; did you mean `DL3007`?
"""
SYNTAX = [
    ("a = 1\n  b 2  \nc = 3\n", "b 2"),
    ("profile = 'strict\n\n", "profile = 'strict"),
    ("profile = \r\n", "profile ="),
    ("[rules\n", "[rules"),
]


def test_names_and_values() -> None:
    text, expected = marks(NAMES)
    found = parse("dockwright.toml", text)
    assert found is not None
    problems = [problem for problem in (*found[1], *unknown(found[0])) if "\n" not in problem.message]
    said = sorted((one.span, one.problem.message) for one in located("dockwright.toml", Text.of(text), problems))
    wanted = sorted((mark.span, mark.message) for mark in expected)
    assert [(text[span.start : span.end], message) for span, message in said] == [
        (text[span.start : span.end], message) for span, message in wanted
    ]
    assert said == wanted


@pytest.mark.parametrize(("text", "marked"), SYNTAX, ids=[marked for _, marked in SYNTAX])
def test_invalid_toml(text: str, marked: str) -> None:
    found = parse("dockwright.toml", text)
    assert found is not None
    (one,) = located("dockwright.toml", Text.of(text), found[1])
    assert one.is_fatal and text[one.span.start : one.span.end] == marked
    assert one.message.startswith("invalid TOML, so its settings are ignored: ") and "(at " not in one.message


def test_the_table_of_a_pyproject() -> None:
    text = '[project]\nprofile = "x"\n[tool.other]\nrules = 1\n[tool.dockwright]\nprofile = "x"\nrules = 2\n'
    found = parse("pyproject.toml", text)
    assert found is not None
    spans = [one.span for one in located("pyproject.toml", Text.of(text), found[1])]
    assert [(text[start:end], text.count("\n", 0, start)) for start, end in spans] == [('"x"', 5), ("2", 6)]


CORRECTED = [
    ("codelense = true\n", "codeLens = true\n"),
    ('"engin" = "podman"\n', '"engine" = "podman"\n'),
    ("locked = ['DL30077']\n", "locked = ['DL3007']\n"),
    ('rules = { "DL30077" = "off" }\n', 'rules = { "DL3007" = "off" }\n'),
    ('rules = { tally-circular-stage-dep = "off" }\n', 'rules = { "tally/circular-stage-deps" = "off" }\n'),
    ('rules = { nonsense = "off" }\n', 'rules = { nonsense = "off" }\n'),
]


@pytest.mark.parametrize(("text", "corrected"), CORRECTED, ids=[text for text, _ in CORRECTED])
def test_a_proposed_name_is_written_as_toml(text: str, corrected: str) -> None:
    found = parse("dockwright.toml", text)
    assert found is not None
    (one,) = located("dockwright.toml", Text.of(text), (*found[1], *unknown(found[0])))
    start, end = one.span
    assert text[:start] + (one.meant or text[start:end]) + text[end:] == corrected


def test_what_an_extended_file_says_is_not_in_this_file() -> None:
    text = 'extends = ["a.toml", "b.toml"]\nengine = "podman"\n'
    found = parse(
        "dockwright.toml", text, lambda name: "not found" if "b" in name else Brought(name, "engine = 1", str)
    )
    assert found is not None
    (one,) = located("dockwright.toml", Text.of(text), found[1])
    assert (one.message, text[one.span.start : one.span.end]) == (
        "extends: cannot read `b.toml`: not found",
        '"b.toml"',
    )
    assert [problem.place for problem in found[1] if problem.path == "engine"] == ["a.toml"]


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 50_000, "[" * 50_000, '"' * 999, "a.b." * 50_000, "a = {" * 5_000, "= ="]
)
def test_any_text_ends(text: str) -> None:
    places(text)
