"""ENV and LABEL written otherwise have the values they had, in every environment."""

from __future__ import annotations

import json
import random

import pytest

from dockwright.findings.forms.legacy_pairs import blanks_around
from dockwright.refactors.kit.refactor import Refusal, Rewrite
from dockwright.refactors.variables.merge_pairs import merge_pairs
from dockwright.refactors.variables.split_pairs import split_pairs
from dockwright.refactors.variables.write_with_equals import write_with_equals
from dockwright.semantics.model import analyse
from dockwright.syntax import expansion
from dockwright.syntax.expansion import ExpansionError
from dockwright.syntax.tree import parse
from dockwright.syntax.words import WordError, read
from dockwright.text import Span, apply
from shared import SHARED, needs_shared

ENVIRONMENTS: list[dict[str, str]] = [{}, {"x": "v", "y": ""}, {"x": "a b", "y": "'\"\\`$x", "a": "1"}]
PIECES = [
    "a", "=", " ", "\t", "'", '"', "\\", "`", "$x", "${x}", "${y:-a}", "${y:-b c}", '${y:+"d"}', "${x#a}", "#", "$",
    "é", "\u00a0", "\\\\", "''", '""', "\\ ", "${x/a/\\\\}", "\\\n", "\\\n  ",
]  # fmt: skip


def values(word: str, escape: str) -> list[str]:
    """What BuildKit makes of a word in each of the environments."""
    found = []
    for environment in ENVIRONMENTS:
        try:
            found.append(expansion.value(read(word, escape), environment, escape))
        except ExpansionError as error:
            found.append(f"error: {error}")
    return found


def converted(source: str) -> tuple[list[str], list[str]] | None:
    """The values of the last instruction's key and value before and after it is written with `=`; None if refused."""
    before = parse(source)
    answer = write_with_equals.apply(analyse(before), before.instructions[-1].span)
    if not isinstance(answer, Rewrite):
        assert isinstance(answer, Refusal)
        return None
    tree = parse(apply(source, answer.edits))
    assert len(tree.instructions) == len(before.instructions)
    old, new = (t.instructions[-1].inner or t.instructions[-1] for t in (before, tree))
    assert new.unit.form == "pairs" and len(new.pairs) == 1 and not new.problems
    escape = old.unit.escape if before.instructions[-1].inner is None else "\\"
    was, now = ([v for token in i.arguments for v in values(token.value, escape)] for i in (old, new))
    return was, now


@pytest.mark.parametrize("head", ["", "# escape=`\n"])
@pytest.mark.parametrize("name", ["ENV", "LABEL", "ONBUILD ENV"])
def test_generated_values_stay_the_same(name: str, head: str) -> None:
    chance = random.Random(f"{name}{head}")
    changed = refused = 0
    for _ in range(1500):
        value = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        source = f"{head}FROM a\n{name} key {value}\n"
        tree = parse(source)
        if len(tree.instructions) != 2:
            continue
        found = tree.instructions[1].inner or tree.instructions[1]
        if found.unit.form != "legacy" or found.problems:
            continue
        try:
            read(found.arguments[1].value, tree.escape)
        except WordError:
            continue
        if blanks_around(found.unit):
            assert converted(source) is None, "the rest being the value of the first is not what was meant"
            continue
        result = converted(source)
        if result is None:
            refused += 1
            continue
        changed += 1
        assert result[0] == result[1], source
    assert (changed > 300 and refused < changed / 4) or (name.startswith("ONBUILD") and head and not changed)


@needs_shared
def test_buildkit_s_words_keep_the_value_that_it_gives_them() -> None:
    assert SHARED
    checked = 0
    for line in (SHARED / "oracle" / "words.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        modes = {"skip_unset", "raw_quotes", "raw_escapes", "skip_quotes"} & row.keys()
        if row["op"] != "word" or modes or "error" in row["expect"] or "\n" in row["word"] or not row["word"].strip():
            continue
        escape = row["escape"]
        head = "# escape=`\n" if escape == "`" else ""
        source = f"{head}FROM a\nENV key {row['word']}\n"
        tree = parse(source)
        last = tree.instructions[-1]
        if len(tree.instructions) != 2 or last.unit.form != "legacy" or last.arguments[1].value != row["word"]:
            continue
        answer = write_with_equals.apply(analyse(tree), Span(last.start, last.start))
        if isinstance(answer, Refusal):
            continue
        assert isinstance(answer, Rewrite)
        (pair,) = parse(apply(source, answer.edits)).instructions[-1].pairs
        assert expansion.value(read(pair[1].value, escape), row["env"], escape) == row["expect"]["result"], source
        checked += 1
    assert checked > 100


@needs_shared
def test_every_old_form_of_the_corpus_keeps_its_value() -> None:
    assert SHARED
    changed = 0
    for path in sorted((SHARED / "corpus").rglob("*")):
        if not path.is_file() or path.suffix == ".jsonl":
            continue
        source = path.read_bytes().decode("utf-8", "surrogateescape")
        for found in parse(source).instructions if "LABEL" in source.upper() or "ENV" in source.upper() else ():
            inner = found.inner or found
            if inner.name not in ("ENV", "LABEL") or inner.unit.form != "legacy" or found.problems:
                continue
            head = "# escape=`\n" if inner.unit.escape == "`" else ""
            result = converted(f"{head}FROM a\n{found.unit.text}")
            if result is not None:
                changed += 1
                assert result[0] == result[1], found.text
    assert changed > 200


def environment(source: str) -> dict[str, str]:
    """What the ENVs of a file leave behind: the values of each are expanded in the environment before it."""
    known = {"x": "old x", "y": "", "PATH": "/bin"}
    for found in parse(source).all("ENV"):
        before = dict(known)
        for key, value in found.pairs:
            known[key.value] = expansion.value(read(value.value, "\\"), before, "\\")
    return known


VALUES = ["1", "$x", '"${y:-2} $a"', "'$b'", "$PATH:/c", "\\$a", '""']
OLD_VALUES = ["$a b", "1", "a=b $c", '"q" r']


def some_lines(chance: random.Random) -> list[str]:
    """ENVs in both forms, with comments in them and between them."""
    lines = []
    for _ in range(chance.randint(1, 4)):
        pairs = [f"{chance.choice('xyzabc')}={chance.choice(VALUES)}" for _ in range(chance.randint(1, 3))]
        joint = chance.choice([" ", " \\\n    ", "  \\\n# note\n  "])
        old = f"{chance.choice('xyz')} {chance.choice(OLD_VALUES)}"
        lines.append("ENV " + (old if chance.random() < 0.2 else joint.join(pairs)))
        lines += ["", "# between"][: chance.randint(0, 2)]
    return lines


def test_merging_and_splitting_leave_the_same_environment() -> None:
    chance = random.Random(8)
    merged = split = refused = 0
    for _ in range(1500):
        source = "FROM a\n" + "\n".join(some_lines(chance)) + "\nRUN b\n"
        model = analyse(parse(source))
        cursor = chance.choice(list(model.tree.all("ENV"))).start
        for item, start, end in (
            (merge_pairs, cursor, cursor),
            (merge_pairs, 7, len(source) - 7),
            (split_pairs, cursor, cursor),
        ):
            answer = item.apply(model, Span(start, end))
            if not isinstance(answer, Rewrite):
                refused += answer is not None
                continue
            result = apply(source, answer.edits)
            assert environment(result) == environment(source), (source, result)
            assert [result.count(each) for each in ("# note", "# between")] == [
                source.count(each) for each in ("# note", "# between")
            ]
            merged, split = merged + (item is merge_pairs), split + (item is split_pairs)
    assert merged > 500 and split > 150 and refused > 500
