"""Ignore files: as BuildKit decides (its recorded answers), with the deciding line, and never explosively."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dockwright.context.ignore import matcher, patterns, reader
from shared import SHARED, needs_shared


@needs_shared
def test_buildkits_own_answers() -> None:
    assert SHARED is not None
    wrong = []
    for line in (SHARED / "oracle" / "ignore.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        file = reader.read("\n".join(case["lines"]))
        expected = case["expect"]
        if "error" in expected:
            right = bool(file.error)
        else:
            right = not file.error and file.ignores(case["path"]) == expected["match"]
            right = right and file.has_exceptions == expected["exclusions"]
        if not right:
            wrong.append(case)
    assert not wrong


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a\n!a/b\n", "a/b/c", 1),
        ("a\n!a/b\n", "a/c", 0),
        ("# comment\n\n**/node_modules\n", "web/node_modules/x.js", 2),
        (" # not a comment\n", "x", None),
        ("\ufeffdist\r\n*.log\r\n", "x.log", 1),
        ("*\n!src\nsrc/**/*.test.ts\n", "src/a/b.test.ts", 2),
        ("node_modules", "web/node_modules", None),
        ("[Local-Only]", "x", None),
    ],
)
def test_the_line_that_decides(text: str, path: str, line: int | None) -> None:
    rule = reader.read(text).decide(path)
    assert (rule and rule.line) == line


def test_what_the_builder_refuses_is_named_by_its_line() -> None:
    assert reader.read("ok\n[a\n").error.startswith("line 2: syntax error in pattern")
    assert reader.read("!\n").error
    assert reader.read("[b-a]").error, "a range in the wrong order fails when it is matched"


@pytest.mark.parametrize(
    ("text", "path", "match"),
    [
        ("bin\\Debug*", "bin5ebug", False),  # `\D` is what is no digit, as in expressions
        ("bin\\Debug*", "binXebug1", True),
        ("obj\\x64?", "objd1", True),
        ("a\\bin*", "abin", False),  # `\b` is a place between words
        ("[[:alpha:]]", "x/y", True),
        ("[[:digit:][:upper:]]*", "Q", True),
        ("a|b*", "ax/y", True),  # two expressions, each tied to one end
        ("a|b*", "xby", True),
        ("a|b*", "xcy", False),
        ("a|b", "a", False),
        ("a|b", "a|b", True),
        ("*.{js,ts}", "a.{js,ts}", True),
        ("*.{js,ts}", "a.js", False),
        ("a\\Q*b", "a[^/]*b$c", True),  # what stands for the star is taken at its word, and so is the end
        ("////\u2028?", "A/b", True),  # blanks are trimmed once more after the slashes
        ("..\t/ ", "..\t", False),
    ],
)
def test_quirks_of_the_builders_expressions(text: str, path: str, match: bool) -> None:
    """As moby's patternmatcher answered."""
    file = reader.read(text)
    assert not file.error
    assert file.ignores(path) is match


def test_an_exception_of_everything_is_refused() -> None:
    assert "illegal exclusion pattern" in reader.read("a\n!/\n").error


_ALPHABET = st.text(alphabet="ab/*?[]^-\\!.", max_size=10)


@settings(deadline=None)
@given(_ALPHABET, st.lists(st.text(alphabet="ab/.-", max_size=8), max_size=5))
def test_simulation_and_expression_agree(pattern: str, paths: list[str]) -> None:
    tokens, kind = patterns._tokens(pattern) if patterns.has_valid_syntax(pattern) else (None, "bad")
    if kind != "regex" or tokens is None:
        return
    if any(atom in matcher.PLACES.values() for atom in tokens):
        return  # the simulation is not used for these
    plain = re.compile("".join(tokens), re.DOTALL)
    ran, simulated = matcher.runner(tokens), matcher.simulation(tokens)
    for path in paths:
        assert ran(path) == simulated(path) == (plain.fullmatch(path) is not None)


@settings(deadline=None)
@given(st.lists(_ALPHABET, max_size=6), st.lists(st.text(alphabet="ab/.", max_size=6), max_size=6))
def test_deciding_about_many_is_deciding_about_each(lines: list[str], paths: list[str]) -> None:
    file = reader.read("\n".join(lines))
    decider = reader.Decider(file)
    for written in paths:
        path = "/".join(part for part in written.split("/") if part) or "a"
        prefixes = list(itertools.accumulate(path.split("/"), lambda above, name: f"{above}/{name}"))
        last = None
        for rule in file.rules:
            if any(rule.matches(prefix) for prefix in prefixes if prefix):
                last = rule
        assert decider.rule(path) == last


def test_a_hostile_pattern_does_not_explode() -> None:
    for pattern in ("*a" * 30 + "b", "**/a/" * 30 + "b", "**a" * 20 + "b", "[*][*][*]" * 9):
        file = reader.read(pattern)
        assert file.decide("a" * 250) is None
        assert file.decide("a/" * 2000) is None
