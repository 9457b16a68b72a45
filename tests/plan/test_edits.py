"""A plan that is made after edits, of what was kept, equals the plan of the text parsed anew."""

from __future__ import annotations

import json
import random

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.as_json import as_json, config
from dockwright.plan.at_position import here
from dockwright.plan.plan import plan
from dockwright.text import Edit, Span

FILE = """\
ARG V=1
FROM debian:$V AS base
ONBUILD COPY src /src
ONBUILD RUN rm -r /src
ENV A=1 B=$A
RUN apt-get update && apt-get install -y curl
COPY *.json src/ /app/
RUN rm /app/package.json && rm -rf /var/lib/apt/lists/*
WORKDIR /app
FROM base AS tools
ARG WHAT=src
COPY --chown=1 $WHAT /opt/src
RUN curl https://example.com > /opt/file
RUN rm -r /opt
FROM base
COPY --from=tools /opt/src/deep /deep
RUN --mount=from=tools,target=/x rm /deep/b.py && rm /opt/file
EXPOSE 80 $PORT
LABEL a=$WHAT b=$B
ENTRYPOINT run $A
CMD ["x"]
"""
PIECES = [
    *FILE.splitlines(keepends=True),
    *("\n", "\\\n", "# a\n", " ", "x", "$A", "${B:-c}", "80", "/", "FROM tools\n", "RUN rm -r /app\n", "ENV WHAT=b\n"),
    *("COPY --from=0 /app /b\n", "RUN mv /app /c\n", "USER a\n", 'SHELL ["a"]\n', "COPY . .\n", "RUN <<E\nrm /x\nE\n"),
    *("ADD https://example.com/a /a\n", "EXPOSE\n", "COPY --from=base --exclude=*.py src s\n", "RUN ./run.sh\n"),
]
PATHS = ("package.json", "src/a.py", "src/deep/b.py", "src/x.log", ".dockerignore")


def _context() -> Context:
    held = Workspace(dict.fromkeys(PATHS, 7), {".dockerignore": "**/*.log\n"}.get)
    return Context(contents(held, "", ".dockerignore"), sure=True)


@pytest.mark.parametrize("seed", range(24))
def test_a_plan_after_edits_is_that_of_a_new_file(seed: int) -> None:
    chance = random.Random(seed)
    repeated = "".join(chance.choice(PIECES[:20]) for _ in range(80)) if seed % 2 else ""
    context = _context() if seed % 3 else None
    snapshot = Snapshot.of(FILE + repeated, context=context)
    for number in range(60):
        if number % 20 == 19:
            context = _context() if chance.random() < 0.5 else None
            snapshot = snapshot.placed(context)
        for _ in range(chance.choice((1, 1, 1, 3))):
            snapshot = snapshot.edited([_edit(chance, snapshot.text.string)])
        text = snapshot.text.string
        at = chance.randrange(len(text) + 1)
        assert _planned(snapshot, at) == _planned(Snapshot.of(text, context=context), at), text


def _edit(chance: random.Random, text: str) -> Edit:
    at = chance.randrange(len(text) + 1)
    if chance.random() < 0.6:
        at = text.rfind("\n", 0, at) + 1
    gone = chance.choice((0, 0, 1, 1, 30)) if chance.random() < 0.5 else 0
    return Edit(Span(at, min(at + gone, len(text))), chance.choice(PIECES) if chance.random() < 0.8 else "")


def _planned(snapshot: Snapshot, at: int) -> str:
    made, place = plan(snapshot.model, snapshot.context), here(snapshot.model, at)
    so_far = place.configuration if place else None
    return json.dumps([made and as_json(made), so_far and config(so_far)])


def test_many_copies_to_one_folder_are_followed() -> None:
    """Each is a folder where the ones before it made one."""
    source = "FROM debian:12\n" + "COPY src /app\n" * 1_000 + "RUN rm /app/a.py\n"
    found = plan(Snapshot.of(source, context=_context()).model, _context())
    assert found is not None
    assert [gone.path for gone in found.steps[0][-1].deletes] == ["/app/a.py"]
