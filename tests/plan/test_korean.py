"""All that the view of a plan says can be said in Korean."""

from __future__ import annotations

import re
from pathlib import Path

import engine
from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.catalogue import catalogue
from dockwright.plan.as_view import as_view, here_as_view
from dockwright.plan.here import here
from dockwright.plan.plan import plan

FILES = [
    *re.findall(
        r"^```dockerfile[^\n]*\n(.*?)^```$",
        "".join(path.read_text(encoding="utf-8") for path in Path(engine.__file__).parent.glob("[cp]*s.md")),
        re.MULTILINE | re.DOTALL,
    ),
    "FROM python:3.14-slim\nRUN apt-get install -y curl $MORE && apt-get install -y $MORE && apt-get purge -y wget\n"
    "RUN pip install -r requirements.txt x\nCOPY --from=busybox /bin/sh /x\nADD https://example.com/f /f\nCOPY src /s\n"
    "RUN rm -r /s\nRUN rm -r /var/lib/apt/lists/* /usr/local/bin/pip3\nENTRYPOINT [\"x\"]\nCMD y\nCOPY src/a /a\n",
    "ARG A\nFROM $A AS x\nSHELL [\"a\"]\nFROM debian:12 AS never\nFROM x\nCMD a\n"
    "ARG B\nENV C=$B D=$C\nEXPOSE 80-85\nUSER $B\n",
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR a\nCMD b\nENTRYPOINT c\nEXPSE 80\n",
]  # fmt: skip


def test_the_view_is_translated_whole() -> None:
    korean = catalogue("ko")
    assert korean is not None
    said: set[str] = set()

    def say(english: str) -> str:
        said.add(english)
        return korean.say(english)

    texts = {"src/a": 3, "src/b": 4, ".dockerignore": 0}
    around = Context(contents(Workspace(texts, {".dockerignore": ""}.get), "", ".dockerignore"), sure=True)
    for source in FILES:
        model = Snapshot.of(source).model
        found = plan(model, around)
        assert found is not None
        as_view(found._replace(problems=()), model, say)
        for offset in (0, len(source) // 2, len(source)):
            held = here(model, offset)
            if held is not None:
                here_as_view(held, say)
    words = re.compile(r"(?<![\w./`-])[a-z]{4,} ")
    assert {text for text in said if words.search(text) and not korean.knows(text)} == set()
    assert "publishes these ports and 2 more; -P takes free ones of the host" in said
    assert {"depends on `\0`", "copies src of the context: 2 files, 7 B"} <= said
