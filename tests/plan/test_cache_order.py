"""The order that rebuilds least: what is told of it is what its text does, and there is none where none is better."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.plan.cache_order import better_order, rebuilt
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse

COMMITS = [["src/a.py"]] * 9 + [["package.json"]] + [["docs/x.md"]] * 5
APT = "RUN apt-get update && apt-get install -y curl\n"


def _context() -> Context:
    listed = dict.fromkeys(("src/a.py", "docs/x.md", "package.json", "package-lock.json", "Dockerfile"), 7)
    held = Workspace(listed, {"package.json": "{}"}.get)
    return Context(contents(held, "", ".dockerignore"), sure=True, texts={"package.json": "{}"})


def _model(source: str) -> Model:
    return analyse(parse(source), base_state=base_state)


@pytest.mark.parametrize(
    ("source", "ordered", "before", "after"),
    [
        (f"FROM debian:12\nCOPY . /app\n{APT}", f"FROM debian:12\n{APT}COPY . /app\n", 15, 0),
        (
            f"FROM debian:12\nCOPY docs /docs\n{APT}COPY src /app\nRUN make\n",
            f"FROM debian:12\n{APT}COPY docs /docs\nCOPY src /app\nRUN make\n",
            19,
            14,
        ),
        (
            f"FROM node:24\nWORKDIR /app\nCOPY . .\n{APT}RUN npm ci\nRUN npm run build\n",
            f"FROM node:24\nWORKDIR /app\n{APT}COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n"
            "RUN npm run build\n",
            45,
            16,
        ),
    ],
)
def test_an_order_that_rebuilds_less(source: str, ordered: str, before: int, after: int) -> None:
    model = _model(source)
    found = better_order(model, model.stages[-1], _context(), COMMITS)
    assert found is not None
    assert (found.text, found.before.runs, found.after.runs) == (ordered, before, after)
    made = _model(found.text)
    assert rebuilt(made, made.stages[-1], _context(), COMMITS) == found.after


@pytest.mark.parametrize(
    "source",
    [
        f"FROM debian:12\n{APT}COPY . /app\n",
        "FROM debian:12\nCOPY . /app\nRUN make -C /app\n",
        f"FROM debian:12\nCOPY unchanged /app\n{APT}",
        f"FROM debian:12 AS never\nCOPY . /app\n{APT}FROM debian:12\nCOPY . /app\n",
    ],
)
def test_no_other_order(source: str) -> None:
    model = _model(source)
    assert better_order(model, model.stages[-1], _context(), COMMITS) is None
