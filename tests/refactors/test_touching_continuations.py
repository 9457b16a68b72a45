"""A continuation that touches a word goes with what is taken out behind the word, or it would swallow what follows."""

from __future__ import annotations

from itertools import product

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.neighbours import keeps_others
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span, apply

CASES = [
    ("refactor.rewrite.run.split", "RUN foo a{}&& bar b\n", ["foo a", "bar b"]),
    ("refactor.rewrite.run.split", "RUN set -e; foo a{}; bar b\n", ["set -e; foo a", "set -e; bar b"]),
    ("refactor.rewrite.run.cloneToAdd", "RUN apk add a{}&& git clone https://github.com/x/bar /b\n", ["apk add a"]),
    ("refactor.rewrite.run.toHeredocCopy", "RUN echo a > /bar{}&& foo a\n", ["foo a"]),
    ("refactor.rewrite.packages.clean", "RUN apt-get update{}&& apt-get install -y bar\n", None),
    ("refactor.rewrite.run.cacheMount", "RUN apt-get install -y bar{}&& rm -rf /var/lib/apt/lists/*\n", None),
    ("refactor.rewrite.packages.sort", "RUN apt-get install -y q bar{}&& c\n", ["apt-get install -y bar q && c"]),
    ("refactor.rewrite.packages.onePerLine", "RUN apt-get install -y a bar{}&& baz\n", None),
    ("refactor.rewrite.run.cdToWorkdir", "RUN cd /bar{}&& foo a\n", ["foo a"]),
    ("refactor.rewrite.run.lines", "RUN foo a{}&& bar && baz\n", ["foo a && bar && baz"]),
    ("refactor.rewrite.run.toHeredoc", "RUN foo a{}&& bar && baz\n", None),
    ("refactor.rewrite.run.merge", "RUN foo a{}&& bar\nRUN x\n", None),
]  # fmt: skip
JOINTS = ["{}\n  ", " {}\n", "{}\n# note\n  ", "{}  \n\t", "{}\r\n "]


@pytest.mark.parametrize(("kind", "run", "left"), CASES, ids=lambda value: str(value)[:50])
def test_the_next_instruction_stays_one(kind: str, run: str, left: list[str] | None) -> None:
    offered = 0
    for joint, escape in product(JOINTS, "\\`"):
        head = "" if escape == "\\" else '# escape=`\nFROM debian:12\nSHELL ["/bin/sh", "-c"]\n'
        source = (head or "FROM debian:12\n") + run.format(joint.format(escape)) + "RUN last\n"
        if "\r" in joint:
            source = source.replace("\r\n", "\n").replace("\n", "\r\n")
        snapshot = Snapshot.of(source)
        at = source.index("bar")
        answer = by_kind()[kind].apply(snapshot.model, Span(at, at), snapshot.context)
        if not isinstance(answer, Rewrite):
            continue
        offered += 1
        after = Snapshot.of(apply(source, answer.plain))
        texts = [body.text.strip() for stage in after.model.stages for step in stage.steps if (body := body_of(step))]
        assert texts[-1] in ("last", "foo a && bar && x", "foo a && bar && last"), (source, texts)
        if left is not None:
            assert [" ".join(text.split()) for text in texts[:-1]] == left, source
    assert offered


def test_what_would_swallow_an_instruction_is_told() -> None:
    tree = parse("FROM a\nRUN x\\\n && y\nRUN z\n")
    at = tree.text.string.index(" && y")
    assert not keeps_others(tree, (Edit(Span(at, at + 5), ""),))
    assert keeps_others(tree, (Edit(Span(at - 2, at + 5), ""),))
    assert not keeps_others(tree, (Edit(Span(0, 7), "FROM a\\\n"),))


@pytest.mark.parametrize(
    "text", ["RUN foo \\ \\\n && bar\n", "RUN foo \\ \\\n && bar", "RUN foo a\\ \\\n && bar\nRUN z\n"]
)
def test_an_escaped_blank_cannot_end_a_line(text: str) -> None:
    snapshot = Snapshot.of(f"FROM debian:12\n{text}")
    at = snapshot.text.string.index("bar")
    for kind, item in by_kind().items():
        answer = item.apply(snapshot.model, Span(at, at), snapshot.context)
        if isinstance(answer, Rewrite):
            after = parse(apply(snapshot.text.string, answer.plain))
            runs = [each for each in after.instructions if each.name == "RUN"]
            assert all("RUN" not in each.argument_text.split() for each in runs), kind
            assert not after.instructions[-1].text.rstrip().endswith("\\"), kind


def test_a_line_that_ends_the_file_with_a_blank_word_is_told() -> None:
    tree = parse("FROM a\nRUN x \\ \\\n && y\n")
    at = tree.text.string.index(" && y")
    assert not keeps_others(tree, (Edit(Span(at - 2, at + 5), ""),))
    assert keeps_others(tree, (Edit(Span(at - 4, at + 5), ""),))
