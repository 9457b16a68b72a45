"""Kate under an X server without a monitor: what an author does with keys and mouse; pictures in build/screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editors.kate import WAVE, Kate
from editors.tools import program

AFTER = """\
FROM alpine:3.20 AS builder
COPY app.py /srv/
FROM alpine:3.20
COPY --from=builder /srv /srv
COPY --from=builder /srv /two
"""


@pytest.fixture
def kate(tmp_path: Path) -> Iterator[Kate]:
    for name in ("kate", "Xvfb", "xdotool", "openbox", "scrot", "dbus-run-session"):
        program(name)
    made = Kate(tmp_path)
    yield made
    made.close()


def test_an_author_in_kate(kate: Kate) -> None:
    kate.appear()
    (add,) = kate.wait("diagnostics", kate.published)
    assert (add["code"], add["severity"]) == ("DL3020", 2), "a warning, as docs/editors.md sets it"
    kate.wait("the wave below ADD", lambda: kate.picture("diagnostics").count(WAVE) > 5)

    kate.point(line=2, column=1)
    assert "**FROM** starts a stage" in kate.asked("textDocument/hover")["result"]["contents"]["value"]
    kate.wait("the hover", kate.popups)
    kate.picture("hover")
    kate.point(line=20, column=20)
    kate.wait("no hover", lambda: not kate.popups())

    kate.keys("ctrl+End")
    kate.type("COPY --fro")
    kate.wait("proposals", kate.popups)
    kate.picture("completion")
    kate.keys("Return")
    kate.type("bui")
    kate.wait("stages", kate.popups)
    kate.keys("Return", "Escape")
    kate.type(" /srv /two")
    assert kate.saved().splitlines()[4] == "COPY --from=build /srv /two"

    kate.keys("Escape", "ctrl+Home", "Down", "alt+Return")
    titles = [action["title"] for action in kate.asked("textDocument/codeAction")["result"]]
    assert titles[0] == "Replace ADD with COPY"
    assert "Ignore DL3020 here" in titles
    kate.wait("the menu", kate.popups)
    kate.picture("actions")
    kate.keys("Escape")

    kate.keys("ctrl+period")
    kate.wait("no problem any more", lambda: not kate.published())
    assert kate.saved().splitlines()[1] == "COPY app.py /srv/", "one fix, not all that are offered"
    kate.wait("no wave", lambda: kate.picture("fixed").count(WAVE) == 0)

    kate.keys("Escape", "ctrl+Home", "End", "F2")
    kate.wait("the question for a name", kate.popups)
    kate.picture("rename")
    kate.keys("ctrl+a")
    kate.type("builder")
    kate.keys("Return")
    kate.asked("textDocument/rename")
    kate.wait("the end of the question", lambda: not kate.popups())
    text = kate.saved()
    assert text == AFTER
    kate.picture("renamed")
