"""What a stage sees of the variables of the stage that it is based on."""

from __future__ import annotations

import pytest

from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from engine.engine import Engine

_STAGES = [
    "FROM busybox AS a\nENV A=1\nARG A=2\nFROM a\n",
    "FROM busybox AS a\nARG A=2\nFROM a\n",
    "FROM busybox AS a\nARG A=2\nENV A=1\nFROM a\nARG A=3\n",
    "FROM busybox AS a\nENV A=1\nARG A=2\nFROM a\nARG A\n",
    "FROM busybox AS a\nENV A=1\nFROM a AS b\nARG A=2\nFROM b\n",
    "FROM busybox AS a\nENV A=1\nONBUILD ARG A=2\nFROM a\n",
    "FROM busybox AS a\nENV A=1\nARG A=2\nENV B=$A\nFROM a\nENV C=$A$B\nARG A=$C\n",
]


@pytest.mark.parametrize("stages", _STAGES)
def test_a_stage_sees_what_the_builder_gives_it(stages: str, engine: Engine) -> None:
    source = stages + 'RUN echo "$A" > /value\nCMD cat /value\n'
    model = analyse(parse(source))
    known, value = model.stages[-1].steps[-1].before.lookup("A")
    built = engine.build(source, {})
    assert built.image, built.log
    assert known and engine.run(built.image).output == f"{value}\n"
