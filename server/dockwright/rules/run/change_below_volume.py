"""`change-below-volume`: the classic builder discards what a RUN changes below a VOLUME."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.image.effects.of_command import effect
from dockwright.image.effects.places import place_of
from dockwright.image.found import is_below
from dockwright.image.run_text import source_span

_CHANGES = frozenset({"file", "folder", "any", "link", "edit", "mode", "owner", "remove"})


@rule("change-below-volume", Severity.WARNING, engines=("classic",))
def change_below_volume(scene: BuiltStage, config: Config) -> Iterator[Finding]:
    if config.engine != "classic":
        return
    volumes: list[str] = []
    for index, unit in enumerate(scene.stage.body.units):
        if unit.name == "VOLUME" and not unit.problems:
            step = scene.at(index).step
            volumes += [
                path.rstrip("/")
                for token in unit.arguments
                if (path := step.before.expand(token.value, unit.escape)) and path.startswith("/") and path != "/"
            ]
        elif unit.name == "RUN" and volumes:
            for ran, image in scene.at(index).commands:
                paths = [change.path for change in effect(ran, image).paths if change.operation in _CHANGES]
                if ran.name == "sed" and any(value.startswith(("-i", "--in-place")) for value in ran.values):
                    paths += [place_of(word, ran) or "" for word in ran.words[2:]]
                hit = next((one for one in volumes for path in paths if path == one or is_below(path, one)), None)
                if hit:
                    span = source_span(unit, ran.span).shifted(scene.stage.body.offsets[index])
                    name = json.dumps(hit)[1:-1]
                    message = f"The classic builder discards this, because `{name}` is a VOLUME; move VOLUME below"
                    yield Finding(span, message)
                    break
