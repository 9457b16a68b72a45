"""Arrays that are damaged in the ways that people damage them are mended, or left alone, and never become others."""

from __future__ import annotations

import json
import random

import pytest

from dockwright.refactors.forms.repair_json import repair_json
from dockwright.refactors.kit.refactor import Refusal, Rewrite
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply
from shared import SHARED, needs_shared

WORDS = [
    "node",
    "x.js",
    "-c",
    "a b",
    "$HOME",
    "it's",
    'say "hi"',
    "C:\\windows",
    "\\d+",
    "é",
    "",
    "a,b",
    "]",
    "[x",
    "80",
    "#",
]
TESTS = [
    "[ -f x ]", "[ -f x ] && y", '[ "$a" = b ]', "[[ -f x ]]", "[ x ]", "[a-z]*", "[ $# -gt 0 ]", "[ a, ]", "[ '' ]",
    "[ ! -e /x ] || y", '[ "a", ]', "[", "[]", "[ ]", "[x", "[ -n 'a' -a -n 'b' ]",
]  # fmt: skip


def mended(source: str) -> str | None:
    """The source with its last array mended; None where that is refused or nothing looks like an array."""
    model = analyse(parse(source))
    at = model.tree.instructions[-1].keyword.span.start
    answer = repair_json.apply(model, Span(at, at))
    assert answer is None or isinstance(answer, Refusal | Rewrite)
    return apply(source, answer.edits) if isinstance(answer, Rewrite) else None


def damaged(words: list[str], chance: random.Random) -> str | None:
    """An array of these words that is none any more; None where the damage hides what the words were."""
    kind = chance.choice(
        ["single", "typographic", "comma", "bracket", "missing", "backslash", "bare", "comment", "number"]
    )
    items = [json.dumps(word, ensure_ascii=False) for word in words]
    plain = not any(mark in word for word in words for mark in "\\\"'")
    if kind == "single" and plain:
        return "[" + ", ".join(f"'{word}'" for word in words) + "]"
    if kind == "typographic" and plain:
        return "[" + ",".join(f"“{word}”" for word in words) + "]"
    if kind == "comma":
        return f"[{', '.join(items)}{chance.choice([',', ' , '])}]"
    if kind == "bracket":
        return f"[{', '.join(items)}"
    if kind == "missing" and len(words) > 1:
        return f"[{' '.join(items)}]"
    if kind == "backslash" and any("\\" in word for word in words) and not any('"' in word for word in words):
        return "[" + ", ".join(f'"{word}"' for word in words) + "]"
    if kind == "bare" and all(word.isalnum() for word in words) and len(words) > 1:
        return "[" + ", ".join(words) + "]"
    if kind == "comment":
        return f"[{', '.join(items)}] # why"
    if kind == "number":
        return f"[{', '.join([*items, '8080'])}]"
    return None


@pytest.mark.parametrize(
    "name", ["CMD", "RUN", "ENTRYPOINT", "HEALTHCHECK CMD", "VOLUME", "COPY", "ONBUILD RUN", "SHELL"]
)
def test_a_damaged_array_becomes_what_it_was(name: str) -> None:
    chance = random.Random(name)
    count = 0
    for _ in range(800):
        words = chance.choices(WORDS, k=chance.randint(2, 4))
        text = damaged(words, chance)
        if text is None:
            continue
        result = mended(f"FROM a\n{name} {text}\n")
        if result is None:
            assert "]" in words or "[x" in words or "" in words or "8080" in text, text
            continue
        last = parse(result).instructions[-1]
        inner = last.inner or last
        wanted = [*words, "8080"] if text.endswith(", 8080]") else words
        assert inner.is_json and not last.problems
        assert [token.value for token in inner.arguments][-len(wanted) :] == wanted, text
        assert ("# why" in result) == ("# why" in text)
        count += 1
    assert count > 200


@pytest.mark.parametrize("text", TESTS)
def test_a_test_of_the_shell_is_no_array(text: str) -> None:
    assert mended(f"FROM a\nRUN {text}\n") is None


@needs_shared
def test_nothing_that_is_an_array_is_mended() -> None:
    assert SHARED
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[::5]:
        source = path.read_bytes().decode("utf-8", "replace")
        model = analyse(parse(source))
        for found in model.tree.instructions:
            inner = found.inner or found
            if inner.is_json and not found.problems:
                assert repair_json.apply(model, Span(found.start, found.start)) is None
