"""How ENTRYPOINT and CMD combine, as the builder does it."""

from __future__ import annotations

import pytest

from dockwright.image.starting.command_line import CommandLine, command_line
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse


def found(source: str) -> CommandLine:
    return command_line(analyse(parse(source), base_state=base_state).stages[-1])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('CMD ["c", "d"]', "c d"),
        ("CMD c d", "/bin/sh -c|c d"),
        ("ENTRYPOINT e", "/bin/sh -c|e"),
        ('ENTRYPOINT ["e"]', "e"),
        ('ENTRYPOINT ["e"]\nCMD ["c"]', "e c"),
        ('ENTRYPOINT ["e"]\nCMD c', "e /bin/sh -c c"),
        ('ENTRYPOINT e\nCMD ["c"]', "/bin/sh -c e"),
        ('CMD ["c"]\nENTRYPOINT ["e"]', "e c"),
        ('CMD ["c"]\nCMD ["d"]', "d"),
        ('ENTRYPOINT []\nCMD ["c"]', "c"),
        ('SHELL ["/bin/bash", "-c"]\nCMD c\nSHELL ["x"]', "/bin/bash -c c"),
        ("USER a", ""),
    ],
)
def test_the_two_make_one_command_line(body: str, words: str) -> None:
    line = found(f"FROM scratch\n{body}\n")
    assert line.known
    assert " ".join(line.words) == words.replace("|", " ")


def test_an_entrypoint_clears_the_command_of_what_its_stage_is_based_on() -> None:
    assert found('FROM scratch AS a\nCMD ["c"]\nFROM a\nENTRYPOINT ["e"]\n').words == ("e",)
    assert found('FROM postgres:18\nENTRYPOINT ["e"]\n').words == ("e",)


def test_a_command_follows_the_entrypoint_of_the_base_image() -> None:
    line = found('FROM postgres:18\nCMD ["-c", "x=1"]\n')
    assert line.words == ("docker-entrypoint.sh", "-c", "x=1") and line.known
    assert not found('FROM other\nCMD ["c"]\n').known
