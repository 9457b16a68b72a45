"""What is foreseen of entry scripts that the build context holds."""

from __future__ import annotations

import pytest

from dockwright.findings.rule import by_name
from dockwright.ide.snapshot import Snapshot
from dockwright.image.built_stage import built
from refactor_pages import context_of

SOURCE = 'FROM nginx:1\nCOPY --chmod=755 wrap.sh /wrap.sh\nENTRYPOINT ["/wrap.sh"]\n'


@pytest.mark.parametrize(
    ("script", "end", "flagged"),
    [
        ('#!/bin/sh\nexport X=1\nexec "$@"\n', "", True),
        ('#!/bin/sh\nexec "$@"\n', 'CMD ["nginx"]\n', False),
        ('#!/bin/sh\n[ $# -gt 0 ] || set -- nginx\nexec "$@"\n', "", False),
        ('#!/bin/sh\nexec nginx -g "daemon off;"\n', "", False),
    ],
)
def test_a_wrapper_has_nothing_to_run_without_the_command_of_the_base(script: str, end: str, flagged: bool) -> None:
    context = context_of({"files": "wrap.sh  1", "held wrap.sh": script})
    model = Snapshot.of(SOURCE + end).model
    scene = built(model.stages[0], model, context)
    found = list(by_name()["base-cmd-dropped"].check(scene))
    assert [bool(found)] == [flagged], found
