"""How much of an image a plan knows, over real files."""

from __future__ import annotations

import pytest

from dockwright.plan.configuration import configuration
from dockwright.plan.platform_arguments import arguments
from dockwright.plan.value import Configuration
from dockwright.semantics.base_state import base_state
from dockwright.semantics.images import lookup
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from shared import SHARED, needs_shared


@needs_shared
def test_nearly_all_is_known_where_the_base_is() -> None:
    assert SHARED is not None
    found: list[bool] = []
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile")):
        tree = parse(path.read_bytes().decode("utf-8", "replace"))
        model = analyse(tree, base_state=base_state, build_args=arguments("linux/amd64"))
        if not model.stages or tree.problems:
            continue
        image = model.stages[-1].root.image or ""
        facts = lookup(image)
        if image == "scratch" or (facts and facts.whole):
            found += _known(configuration(model, model.stages[-1]))
    assert sum(found) / len(found) >= 0.95


def _known(made: Configuration) -> list[bool]:
    """Of each value, and of what may come beside those of a group; the author, whom no base has recorded, aside."""
    own = [value for name, value in made.values.items() if name != "Author"]
    values = [*own, *(value for group in made.groups.values() for value in group.entries.values())]
    more = [made.more_triggers, *(group.more for group in made.groups.values())]
    return [*(value.is_known for value in values), *(not each for each in more)]


@pytest.mark.parametrize(
    ("source", "likely"),
    [
        ("FROM node:18-slim\n", {"Cmd": ["node"], "Entrypoint": ["docker-entrypoint.sh"]}),
        ('FROM node:18-slim\nUSER node\nCMD ["a"]\n', {"Entrypoint": ["docker-entrypoint.sh"]}),
        ('FROM node:18-slim\nENTRYPOINT ["a"]\n', {}),
        ("FROM node:24\n", {}),
        ("FROM example.com/node:18\n", {}),
        ("FROM node:18@sha256:" + "0" * 64 + "\n", {}),
        ("FROM golang:1.19-nanoserver\n", {}),
    ],
)
def test_what_all_recorded_tags_share_is_likely_and_not_known(source: str, likely: dict[str, list[str]]) -> None:
    model = analyse(parse(source), base_state=base_state)
    made = configuration(model, model.stages[-1])
    assert {name: value.likely for name, value in made.values.items() if value.likely is not None} == likely
    assert not any(value.is_known for value in made.values.values() if value.likely is not None)
