"""`dockwright diff`: what claims the same meaning makes the same image, what announces a change is named."""

from __future__ import annotations

import os

import pytest

from dockwright.ide.format.format import formatting
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.difference.compare import Difference, Side
from dockwright.plan.difference.outputs import as_text
from dockwright.plan.difference.rewritten import CHANGING, explained
from dockwright.plan.stages import build_order
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.syntax.tree import parse
from dockwright.text import apply
from engine.test_rewrites import CASES, ELSEWHERE
from refactor_pages import Example, examples
from shared import SHARED

BESIDE = frozenset({"refactor.rewrite.ignoreFile"})
"""These change another file than the Dockerfile."""
COUNTING = frozenset({"refactor.extract.arg.all"})
"""Their notes tell how many places are changed, and nothing of the build."""
SHELL = "needs `/bin/sh` in the image"
"""Says when a RUN builds, and nothing of what it makes."""


def _applied(example: Example) -> Rewrite:
    answer = by_kind()[example.kind].apply(example.snapshot.model, example.span, example.context, example.config)
    assert isinstance(answer, Rewrite)
    return answer


@pytest.mark.parametrize(
    "example", [each for each in examples() if each.outcome == "after"], ids=lambda each: f"{each.kind}-{each.number}"
)
def test_a_refactoring_does_what_it_says(example: Example) -> None:
    answer = _applied(example)
    before = example.snapshot
    after = before.of(apply(example.source, answer.plain), context=example.context)
    found, _ = explained(Side(before.model, before.context), Side(after.model, after.context))
    assert found is not None
    changes = (answer.cost not in ("", SHELL) and example.kind not in COUNTING) or example.kind in CHANGING
    if example.kind not in BESIDE:
        assert found.is_same != changes, (answer.title, answer.cost, found)


def test_what_is_trusted_to_keep_the_meaning_is_built_before_and_after() -> None:
    silent = {each.kind for each in examples() if each.outcome == "after" and not _applied(each).cost}
    assert silent - CHANGING <= {case.kind for case in CASES}
    assert ELSEWHERE.keys() <= CHANGING


def _compared(before: str, after: str) -> Difference:
    found, _ = explained(*(Side(Snapshot.of(text).model) for text in (before, after)))
    assert found is not None
    return found


def _texts() -> list[str]:
    own = {each.source for each in examples() if not each.snapshot.tree.problems}
    if SHARED is None:
        return sorted(own)
    paths = sorted((SHARED / "corpus").glob("*.Dockerfile"))[:: int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", 25))]
    real = {path.read_bytes().decode("utf-8", "replace") for path in paths}
    return sorted(own | {text for text in real if Snapshot.of(text).model.stages and not parse(text).problems})


def test_a_layout_makes_the_same_image() -> None:
    for text in _texts():
        laid_out = apply(text, formatting(parse(text)))
        assert laid_out == text or _compared(text, laid_out).is_same, text


def test_a_word_more_makes_another_image() -> None:
    """In every instruction that is built and counts: one more letter behind its last argument."""
    for text in _texts():
        model = Snapshot.of(text).model
        built = {one.stage.index for one in build_order(model, model.stages[-1]) if one.turn is not None}
        for stage in model.stages:
            last = {step.instruction.name: step for step in stage.steps}
            for step in stage.steps[1:] if stage.index in built else ():
                found = step.instruction
                counts = found.name in ("RUN", "ENV", "LABEL") or (stage.is_last and found.name in ("CMD", "USER"))
                if found.problems or found.heredocs or not counts or not found.arguments or found.is_json:
                    continue
                end = found.arguments[-1].span.end
                changed = text[:end] + "z" + text[end:]
                is_hidden = (found.name == "LABEL" and not stage.is_last) or found.name == "ENV"
                if not is_hidden and last[found.name] is step and not parse(changed).problems:
                    assert not _compared(text, changed).is_same, (found.text, text)


BASE = "FROM debian:12 AS p\n"
CHANGED = [
    (BASE + "ONBUILD RUN x\nFROM p\n", BASE + "ONBUILD RUN y\nFROM p\n"),
    ("FROM debian:12\nENV A=1\nRUN x\n", "FROM debian:12\nRUN x\nENV A=1\n"),
    ("FROM debian:12\nARG A=1\nRUN x $A\n", "FROM debian:12\nARG A=2\nRUN x $A\n"),
    ("FROM debian:12\nRUN x $A\n", "FROM debian:12\nARG A=2\nRUN x $A\n"),
    ("FROM debian:12\nRUN x\n", "FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\nRUN x\n"),
    ("FROM x\nARG P\nEXPOSE $P\n", "FROM x\nARG P\nEXPOSE $P/udp\n"),
    ("FROM x\nENV A=$B\n", "FROM x\nENV A=${B:-c}\n"),
    ("FROM x\nENV A=$B\n", "FROM x\nENV A=${B:+$B}x\n"),
    ("FROM x\nWORKDIR a\nRUN x\nWORKDIR /b\n", "FROM x\nWORKDIR c\nRUN x\nWORKDIR /b\n"),
    ("FROM x\nCMD a\n", "FROM x\nCMD b\n"),
    ("FROM x\nCMD a\n", "FROM y\nCMD a\n"),
    ("FROM x\nRUN a && b\n", "FROM x\nRUN a || b\n"),
    ("FROM x\nRUN a; b\n", "FROM x\nRUN a & b\n"),
    ("FROM x\nRUN (a; b)\n", "FROM x\nRUN { a; b; }\n"),
    ("FROM x\nRUN a '$B'\n", 'FROM x\nRUN a "$B"\n'),
    ("FROM x\nRUN a '$B'\n", "FROM x\nRUN a '${B}'\n"),
    ("FROM x\nRUN a \\$B\n", "FROM x\nRUN a \\${B}\n"),
    ("FROM x\nRUN a ${B}c\n", "FROM x\nRUN a $Bc\n"),
    ("FROM x\nRUN a *.c\n", "FROM x\nRUN a '*.c'\n"),
    ("FROM x\nRUN case $a in b|c) d;; e) f;; esac\n", "FROM x\nRUN case $a in b) d;; c|e) f;; esac\n"),
    ("FROM x\nRUN a\nRUN b\n", "FROM x\nRUN b\nRUN a\n"),
    ("FROM x\nCOPY a b /c/\n", "FROM x\nCOPY b a /c/\n"),
    ("FROM x\nCOPY a /c\n", "FROM x\nCOPY --chmod=755 a /c\n"),
    ("FROM x\nCOPY <<A /c\n$B\nA\n", "FROM x\nCOPY <<'A' /c\n$B\nA\n"),
    ("FROM x AS a\nRUN b\nFROM y\nCOPY --from=a /c /d\n", "FROM x AS a\nRUN e\nFROM y\nCOPY --from=a /c /d\n"),
    ("FROM x\nUSER a\nRUN b\nUSER c\n", "FROM x\nUSER d\nRUN b\nUSER c\n"),
    ('FROM x\nSHELL ["a"]\nRUN b\nSHELL ["c"]\n', 'FROM x\nSHELL ["d"]\nRUN b\nSHELL ["c"]\n'),
    ("FROM x\nRUN --mount=target=/a b\n", "FROM x\nRUN --mount=target=/c b\n"),
    ("FROM x\nONBUILD RUN a\n", "FROM x\nONBUILD RUN b\n"),
]
SAME = [
    ('FROM x\nARG V\nRUN a $V/$W "$V"\n', 'FROM x\nARG V\nRUN a ${V}/${W} "${V}"\n'),
    ("FROM x\nRUN a && b\n", "from  x\nrun a \\\n  # why\n  &&   b\n"),
    ("FROM x\nRUN a 'b'\n", 'FROM x\nRUN a "b"\n'),
    ("FROM x\nRUN if a; then b; fi\n", "FROM x\nRUN <<EOF\nif a\nthen b\nfi\nEOF\n"),
    ("FROM x\nENV A=1 B=2\nLABEL a=b\n", "FROM x\nLABEL a=b\nENV A=1\nENV B 2\n"),
    ("FROM x AS a\nFROM y\nCOPY --from=a b c\n", "FROM x\nFROM y\nCOPY --from=0 b c\n"),
    ("FROM x\nWORKDIR /a\nWORKDIR b\n", "FROM x\nWORKDIR /a\nWORKDIR /a/b\n"),
    ("FROM x\n", "FROM other AS unused\nRUN x\nFROM x\n"),
    ("FROM x\nEXPOSE 80\nEXPOSE 81\n", "FROM x\nEXPOSE 81/tcp 80\n"),
    ("ARG V=1\nFROM x:$V\n", "ARG V=1\nFROM x:${V}\n"),
    ("FROM x\nCMD a\nCMD b\n", "FROM x\nCMD b\n"),
    ("FROM debian:12\nRUN a\n", "FROM debian:12\nWORKDIR /\nRUN a\n"),
    ("FROM debian:12 AS p\nONBUILD WORKDIR /\nFROM p\nRUN a\n", "FROM debian:12 AS p\nFROM p\nRUN a\n"),
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_another_image(before: str, after: str) -> None:
    assert not _compared(before, after).is_same
    assert not _compared(after, before).is_same


@pytest.mark.parametrize(("before", "after"), SAME)
def test_the_same_image(before: str, after: str) -> None:
    assert _compared(before, after).is_same, _compared(before, after)
    assert _compared(after, before).is_same


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("ENV A=1\nRUN a\n", "changed in last stage, line 3, by other values of A: RUN a"),
        ("USER 5\nWORKDIR /x\nRUN a\n", "changed in last stage, line 4, by another folder and another user: RUN a"),
        ('SHELL ["/bin/bash", "-c"]\nRUN a\n', "changed in last stage, line 3, by another shell: RUN a"),
        ("RUN a b\n", "+ last stage, line 2: RUN a b"),
    ],
)
def test_a_step_of_the_same_text_is_told_with_what_is_different_around_it(new: str, told: str) -> None:
    found = _compared("FROM debian:13\nRUN a\n", f"FROM debian:13\n{new}")
    assert f"  {told}" in as_text(found, ()).splitlines()


BUILT = """\
FROM debian:12 AS base
RUN a
FROM base AS tools
RUN b
FROM busybox
COPY c /c
COPY --from=tools /d /d
RUN --mount=from=base,target=/e f
"""


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("RUN a", "RUN z", [("base", 2, 1, False), ("tools", 4, 1, False), ("last stage", 7, 2, True)]),
        ("RUN b", "RUN z", [("tools", 4, 1, False), ("last stage", 7, 2, True)]),
        ("RUN b", "RUN b ", []),
        ("COPY c", "COPY z", [("last stage", 6, 3, False)]),
        ("f\n", "z\n", [("last stage", 8, 1, False)]),
        ("debian:12 AS", "debian:13 AS", [("base", 2, 1, False), ("tools", 4, 1, False), ("last stage", 7, 2, True)]),
    ],
)
def test_the_cache_is_lost_below_a_change_and_in_stages_on_top_of_it(old: str, new: str, lost: list[object]) -> None:
    assert [tuple(each) for each in _compared(BUILT, BUILT.replace(old, new, 1)).cache] == lost


DEPENDS = "depends on SHELL of the base image `x`, whose configuration is not recorded"
MOVED = "moved {} in last stage, from old line {} to new line {}: {}"
LONG = f"RUN {'a && ' * 60}b && c\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("RUN a\nRUN b\n", "RUN b\nRUN a\n", MOVED.format("up", 3, 2, "RUN b")),
        ("COPY . .\nRUN a\n", "COPY b .\nRUN a\nCOPY . .\n", MOVED.format("up", 3, 3, "RUN a")),
        ("RUN a\nRUN b\nRUN c\n", "RUN b\nRUN c\nRUN a\n", MOVED.format("down", 2, 4, "RUN a")),
        ("CMD a\n", "CMD b\n", f"+ Cmd: ? (b)  (line 2, {DEPENDS})"),
        ("RUN <<E\na\nE\n", "RUN <<E\nb\nE\n", "+ last stage, line 2: RUN <<E ↵ b ↵ E"),
        (LONG, LONG.replace("b", "d"), "+ last stage, line 2: RUN … a && a && a && a && a && d && c"),
        ("RUN a\n", "RUN --mount=type=secret,id=s a\n", "--secret id=s is new"),
        ("RUN --mount=type=secret,target=/run/s a\n", "RUN a\n", "--secret id=s is no longer used"),
    ],
)
def test_what_differs_is_in_sight(before: str, after: str, told: str) -> None:
    found = _compared(f"FROM x\n{before}", f"FROM x\n{after}")
    assert f"  {told}" in as_text(found, ()).splitlines()


def test_another_base_by_the_same_text_is_named() -> None:
    found = _compared("ARG V=1\nFROM x:$V\n", "ARG V=2\nFROM x:$V\n")
    assert "  changed in last stage, line 2, by another base, x:2 instead of x:1: FROM x:$V" in as_text(found, ())
