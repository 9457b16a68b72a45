"""What is proposed in host files, and the lenses that say who builds a stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.config import Config, HostSettings
from dockwright.context.sources import sources
from dockwright.ide.completion.flags import PLATFORMS as KNOWN
from dockwright.ide.hosts.completion import complete
from dockwright.ide.hosts.lenses import lenses
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from dockwright.text import Edit, Span
from host_files import DOCKERFILE, host, survey
from markers import cursor

COMPOSE = """services:
  web:
    build:
      context: .
      %s
  other:
    image: x
"""
WORKFLOW = """jobs:
  a:
    steps:
      - uses: x/y@v1
      - name: build
        uses: docker/build-push-action@v6
        with:
          context: .
          %s
      - run: x
"""
BAKE = """target "app" {
  context = "."
  %s
}
target "b" {
  dockerfile = "Other"
}
"""
JSON = '{"build": {"dockerfile": "../Dockerfile", "context": "..",\n  %s\n}}'
PLATFORMS = sorted(name for name in KNOWN if "$" not in name)
STAGES, ARGS = ["build", "final"], ["BASE", "MODE", "VERSION"]


def proposed(folder: Path, path: str, text: str, line: str) -> list[str]:
    """The new texts at the cursor of a line that is typed into a file that was whole before."""
    typed, offset = cursor(text % line)
    before = host(folder, path, text % "")
    at = (text % "<|>").index("<|>")
    written = line.replace("<|>", "")
    snapshot = before.edited([Edit(Span(at, at), written)])
    assert snapshot.text.string == typed
    found = complete(snapshot, offset)
    assert all(each.span.end == offset for each in found)
    return sorted(each.new_text for each in found)


@pytest.mark.parametrize(
    ("path", "text", "line", "new"),
    [
        ("compose.yaml", COMPOSE, "target: <|>", STAGES),
        ("compose.yaml", COMPOSE, "target: bu<|>", STAGES),
        ("compose.yaml", COMPOSE, "target: 'bu<|>", STAGES),
        ("compose.yaml", COMPOSE, "args:\n        <|>", [f"{name}: " for name in ARGS]),
        ("compose.yaml", COMPOSE, "args:\n        A: 1\n        V<|>\n      target: x", [f"{name}: " for name in ARGS]),
        ("compose.yaml", COMPOSE, "args:\n        - V<|>", [f"{name}=" for name in ARGS]),
        ("compose.yaml", COMPOSE, "args:\n      - V<|>", [f"{name}=" for name in ARGS]),
        ("compose.yaml", COMPOSE, "secrets:\n        - <|>", ["npm"]),
        ("compose.yaml", COMPOSE, "secrets:\n        - n<|>", ["npm"]),
        ("compose.yaml", COMPOSE, "ssh:\n        - <|>", []),
        ("compose.yaml", COMPOSE, "platforms:\n        - linux/arm6<|>", PLATFORMS),
        ("compose.yaml", COMPOSE, "secrets:\n        <|>", []),
        (".github/workflows/a.yml", WORKFLOW, "secrets: |\n            <|>", ["npm="]),
        (".github/workflows/a.yml", WORKFLOW, "platforms: |\n            linux/<|>", PLATFORMS),
        ("docker-bake.hcl", BAKE, 'secret = ["type=env,id=<|>', ["npm"]),
        ("docker-bake.hcl", BAKE, 'platforms = ["linux/amd64", "<|>', PLATFORMS),
        ("compose.yaml", COMPOSE, "dockerfile: <|>", ["Dockerfile"]),
        ("compose.yaml", COMPOSE, "labels:\n        target: <|>", []),
        ("compose.yaml", COMPOSE, "pull: <|>", []),
        (".github/workflows/a.yml", WORKFLOW, "target: <|>", STAGES),
        (".github/workflows/a.yml", WORKFLOW, "file: Do<|>", ["Dockerfile"]),
        (".github/workflows/a.yml", WORKFLOW, "build-args: |\n            V<|>", [f"{name}=" for name in ARGS]),
        ("docker-bake.hcl", BAKE, 'target = "<|>"', STAGES),
        ("docker-bake.hcl", BAKE, "args = {\n    <|>\n  }", [f"{name} = " for name in ARGS]),
        ("docker-bake.hcl", BAKE, 'tags = ["<|>"]', []),
        (".devcontainer/devcontainer.json", JSON, '"target": "<|>"', STAGES),
        (".devcontainer/devcontainer.json", JSON, '"args": {"A": "1", "<|>"}', ARGS),
    ],
)
def test_proposals(tmp_path: Path, path: str, text: str, line: str, new: list[str]) -> None:
    assert proposed(tmp_path, path, text, line) == new


def test_an_arg_that_is_given_is_not_proposed(tmp_path: Path) -> None:
    text = COMPOSE % "args:\n        MODE: x\n        "
    snapshot = host(tmp_path, "compose.yaml", text)
    found = complete(snapshot, text.index("  other:") - 1)
    assert [(each.label, each.detail) for each in found] == [("VERSION", "no default"), ("BASE", "default alpine")]


def test_lenses(tmp_path: Path) -> None:
    files = {
        "Dockerfile": DOCKERFILE,
        "compose.yaml": COMPOSE % "target: build",
        "docker-bake.hcl": BAKE % "",
        ".github/workflows/publish.yml": WORKFLOW % "target: final",
        "README.md": "docker build --target build .\n",
    }
    known = survey(tmp_path, files)
    context = known.context("Dockerfile", sources(parse(DOCKERFILE)))
    snapshot = Snapshot.of(DOCKERFILE, context=context)
    shown = {snapshot.text.line_of(lens.span.start): lens.title for lens in lenses(snapshot)}
    assert shown == {2: "Built by compose.yaml: web", 5: "Built by docker-bake.hcl: app; publish.yml"}
    off = Config(hosts=HostSettings(code_lens=False))
    assert lenses(Snapshot.of(DOCKERFILE, off, context=context)) == []


def test_contexts_that_the_dockerfile_takes_from(tmp_path: Path) -> None:
    text = COMPOSE % "additional_contexts:\n        <|>"
    typed, offset = cursor(text)
    dockerfile = "FROM alpine AS a\nFROM $X\nCOPY --from=tools /x /x\nCOPY --from=a /y /y\n"
    before = host(tmp_path, "compose.yaml", COMPOSE % "", Dockerfile=dockerfile)
    start = (COMPOSE % "<|>").index("<|>")
    snapshot = before.edited([Edit(Span(start, start), "additional_contexts:\n        ")])
    assert snapshot.text.string == typed
    assert [each.new_text for each in complete(snapshot, offset)] == ["alpine: ", "tools: "]
