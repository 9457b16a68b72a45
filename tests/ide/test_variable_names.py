"""Names of variables: BuildKit's scopes, the definition that reaches a use, and renames."""

from __future__ import annotations

import pytest

from dockwright.ide import navigation
from dockwright.ide.snapshot import Snapshot
from markers import cursor


def shown(source: str) -> str:
    """The file with `[...]` around every mention of the name at the cursor, `{...}` where it is defined."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text)
    out, done = "", 0
    for mention in navigation.highlights(snapshot, offset):
        opening, closing = "{}" if mention.role == "write" else "[]"
        out += text[done : mention.span.start] + opening + snapshot.text.slice(mention.span) + closing
        done = mention.span.end
    return out + text[done:]


def defined(source: str) -> list[int]:
    """The lines, from 1, in which the name at the cursor is defined."""
    text, offset = cursor(source)
    snapshot = Snapshot.of(text)
    return [snapshot.text.line_of(span.start) + 1 for span in navigation.definitions(snapshot, offset)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "ARG V=1\nFROM a:$<|>V\nARG V\nRUN echo ${V:-x} $VV\nFROM b\nLABEL v=$V\n",
            "ARG {V}=1\nFROM a:$[V]\nARG {V}\nRUN echo ${[V]:-x} $VV\nFROM b\nLABEL v=$V\n",
        ),
        (
            "FROM a AS x\nENV V<|>=1\nFROM x\nWORKDIR /$V\nCMD echo $V\nFROM b\nENV V=2\nRUN $V\n",
            "FROM a AS x\nENV {V}=1\nFROM x\nWORKDIR /$[V]\nCMD echo $[V]\nFROM b\nENV V=2\nRUN $V\n",
        ),
        (
            "FROM a\nENV V=1 W=${V<|>:-$V}\nENV V=$V\n",
            "FROM a\nENV V=1 W=${[V]:-$[V]}\nENV V=$V\n",
        ),
        (
            "FROM a\nENV V=1\nRUN for V in a b; do echo $V; done\nRUN echo '$V' \"$<|>V\" \\\n && a $V\n",
            "FROM a\nENV {V}=1\nRUN for V in a b; do echo $V; done\nRUN echo '$V' \"$[V]\" \\\n && a $[V]\n",
        ),
        (
            "FROM a\nARG V<|>\nCOPY <<E <<'F' /\n$V\nE\n$V\nF\nRUN <<E\necho $V\nE\n",
            "FROM a\nARG {V}\nCOPY <<E <<'F' /\n$[V]\nE\n$V\nF\nRUN <<E\necho $[V]\nE\n",
        ),
        (
            "FROM a\nARG V<|>=1\nONBUILD RUN echo $V\nENTRYPOINT echo $V\n",
            "FROM a\nARG {V}=1\nONBUILD RUN echo $V\nENTRYPOINT echo $V\n",
        ),
        (
            "FROM a\nENV V<|>=1\nONBUILD RUN echo $V\nHEALTHCHECK CMD echo $V\nRUN --mount=target=/$V a\n",
            "FROM a\nENV {V}=1\nONBUILD RUN echo $[V]\nHEALTHCHECK CMD echo $[V]\nRUN --mount=target=/$[V] a\n",
        ),
    ],
)
def test_mentions(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_the_definition_is_the_one_that_reaches_the_use() -> None:
    file = "ARG V=1\nFROM a AS x\nARG V\nENV V=2\nRUN echo $V\nENV V=3\nFROM x\nRUN $V\n"
    assert defined(file.replace("echo $V", "echo $<|>V")) == [4]
    assert defined(file.replace("RUN $V", "RUN $<|>V")) == [6]
    assert defined(file.replace("ARG V\n", "ARG V<|>\n")) == [1]
    assert defined("FROM a\nRUN echo $HO<|>ME\n") == []
