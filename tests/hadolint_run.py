"""hadolint, run on real files, and why it may differ from us."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dockwright.findings.engine import Selection, check
from dockwright.findings.rule import by_name
from dockwright.image.run_text import body_of
from dockwright.semantics.model import Model

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "8"))
"""One file in so many is compared; 1 compares the whole corpus, which takes a minute."""

CONFIG = """\
override:
  warning: [DL1001, DL3057]
trustedRegistries: [docker.io, "*.io", "ghcr*"]
strict-labels: true
label-schema:
  maintainer: email
  org.opencontainers.image.source: url
  org.opencontainers.image.created: rfc3339
  org.opencontainers.image.licenses: spdx
  org.opencontainers.image.revision: hash
  org.opencontainers.image.version: semver
  description: text
"""
"""What switches on the rules that do nothing by themselves."""

Place = tuple[str, int]


def program() -> str | None:
    """hadolint, if it is here."""
    return shutil.which("hadolint", path=str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", ""))


def hadolint(program: str, files: list[Path], folder: Path, kind: str, settings: str = CONFIG) -> dict[str, set[Place]]:
    """What it finds in each file, with codes of a kind and lines; of a file that it cannot read, DL1000 in line 0."""
    found: dict[str, set[Place]] = {path.name: set() for path in files}
    config = folder / "hadolint.yaml"
    config.write_text(settings, encoding="utf-8")
    command = [program, "--no-fail", "--config", str(config), "-f", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for item in json.loads(done.stdout):
        if item["code"].startswith((kind, "DL1000")):
            found[Path(item["file"]).name].add((item["code"], 0 if item["code"] == "DL1000" else item["line"]))
    return found


def explains(entry: dict[str, Any], place: Place, model: Model) -> bool:
    """Whether an entry of the table is about this place: all that it asks for holds."""
    code, line = place
    start = model.tree.text.starts[line - 1]
    instruction = model.tree.at(start + len(re.match(r"\s*", model.tree.text.string[start:])[0]))  # type: ignore[index]
    if code not in entry["rules"] or instruction is None:
        return False
    asked = []
    if "text" in entry:
        asked.append(re.search(entry["text"], instruction.unit.text.rstrip(), re.MULTILINE))
    if "file" in entry:
        asked.append(re.search(entry["file"], model.tree.text.string))
    if "shell" in entry:
        step = model.step_at(instruction.start)
        asked.append(step is not None and instruction.name == "RUN" and body_of(step) is None)
    return bool(asked) and all(asked)


def ours(model: Model, selection: Selection) -> set[Place]:
    """What we find, by hadolint's codes and lines."""
    return {place for group in check(model, selection) for place in _places(model, group.findings, group.start)}


def _places(model: Model, findings: Any, start: int) -> Iterator[Place]:
    for finding in findings:
        offset = finding.span.start + start
        instruction = model.tree.at(offset)
        place = instruction.keyword.span.start if instruction else offset
        rule = by_name().get(finding.code.lower())
        names = (*rule.names_about(finding.alias), *rule.groups) if rule else ()
        for code in (name for name in names if name.startswith("DL")):
            yield code, model.tree.text.line_of(place) + 1
