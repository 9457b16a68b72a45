"""What is planned of an image is what a real engine makes: of all that the plan calls known, nothing differs."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

import dockwright.rules
from dockwright.image.windows import is_windows
from dockwright.plan.configuration import configuration
from dockwright.plan.plan import plan
from dockwright.plan.platform_arguments import arguments
from dockwright.plan.value import GROUPS, SINGLE, Configuration
from dockwright.semantics.base_state import base_state
from dockwright.semantics.checks import problems
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from engine.engine import Engine
from engine.stand_ins import NOOP, StandIns, reduced
from page_files import english
from refactor_pages import examples
from shared import SHARED

MANY = int(os.environ.get("DOCKWRIGHT_PLANS") or 0)
"""How many files beyond the page's are built; half of them are the project's own examples."""
_BLOCK = re.compile(r"^```dockerfile[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = (Path(__file__).parent / "plans.md").read_text(encoding="utf-8")


def _files() -> list[tuple[str, str]]:
    found = [(f"plans.md-{number}", text) for number, text in enumerate(_BLOCK.findall(PAGE))]
    if MANY:
        pages = english(Path(dockwright.rules.__file__).parent)
        own = [(each.page, each.source) for each in examples()]
        own += [(path.stem, text) for path in pages for text in _BLOCK.findall(path.read_text(encoding="utf-8"))]
        found += _some([(name, text) for name, text in own if _builds(text)], MANY // 2)
    if MANY and SHARED is not None:
        real = []
        for path in sorted((SHARED / "corpus").glob("*.Dockerfile")):
            text = path.read_bytes().decode("utf-8", "replace")
            if _builds(text):
                real.append((path.stem, text))
        found += _some(real, MANY - MANY // 2)
    return found


def _some(files: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return files[:: max(1, len(files) // count)][:count]


def _builds(text: str) -> bool:
    model = _model(text)
    triggers = any(step.instruction.inner for stage in model.stages[:-1] for step in stage.all("ONBUILD"))
    return bool(
        model.stages
        and not triggers
        and not model.tree.problems
        and not any(problems(step.instruction) for step in model.steps())
        and not any(is_windows(stage) for stage in model.stages)
    )


def _model(text: str) -> Model:
    return analyse(parse(text), base_state=base_state, build_args=arguments("linux/amd64"))


@pytest.fixture(scope="module")
def stand_ins(engine: Engine) -> StandIns:
    return StandIns(engine)


@pytest.mark.parametrize(("name", "source"), _files(), ids=lambda value: value if len(value) < 40 else "")
def test_an_image_is_what_was_planned(name: str, source: str, engine: Engine, stand_ins: StandIns) -> None:
    model = _model(source)
    text = reduced(model, stand_ins)
    built = engine.build(text, NOOP)
    if built.image is None and MANY and not name.startswith("plans.md"):
        pytest.skip(f"it does not build: {built.log[-300:]}")
    assert built.image, built.log
    (found,) = json.loads(engine.docker("image", "inspect", built.image).stdout)
    root = model.stages[-1].root
    planned = configuration(model, model.stages[-1])
    has_platform = root.origin.flag("platform") is not None
    assert differences(planned, found, with_platform=not has_platform) == [], text
    made = plan(model)
    assert made is not None
    below = 0
    if root.image != "scratch":
        (base,) = json.loads(engine.docker("image", "inspect", stand_ins.named(root.image)).stdout)
        below = len(base["RootFS"].get("Layers") or ())
    layers = [step for index in made.in_image for step in made.steps[index] if step.makes_layer]
    assert len(found["RootFS"].get("Layers") or ()) == below + len(layers), text


def differences(planned: Configuration, found: dict[str, Any], with_platform: bool) -> list[str]:
    """What a plan says that is not so."""
    config = found["Config"]
    actual = {**config, "Author": found.get("Author"), "Os": found["Os"], "Architecture": found["Architecture"]}
    actual["Env"] = dict(word.split("=", 1) for word in config.get("Env") or ())
    folder = actual.get("WorkingDir") or "/"
    actual["WorkingDir"] = folder.rstrip("/") or "/"  # some versions of BuildKit keep a slash at its end
    wrong = []
    for name in SINGLE:
        value = planned.values[name]
        if value.is_known and (with_platform or name not in ("Os", "Architecture")):
            unset = "/" if name == "WorkingDir" else None
            if (value.value or unset) != (actual.get(name) or unset):
                wrong.append(f"{name}: planned {value.value!r}, is {actual.get(name)!r}")
    for name in GROUPS:
        group, real = planned.groups[name], actual.get(name) or {}
        for key, value in group.entries.items():
            if key not in real or (value.is_known and real[key] != value.value):
                wrong.append(f"{name} {key}: planned {value.value!r}, is {real.get(key)!r}")
        if not group.more:
            wrong += [f"{name} {key}: not planned, is {real[key]!r}" for key in real.keys() - group.entries.keys()]
    triggers = [value.value for value in planned.triggers]
    if not planned.more_triggers and triggers != (config.get("OnBuild") or []):
        wrong.append(f"OnBuild: planned {triggers}, is {config.get('OnBuild')}")
    return wrong
