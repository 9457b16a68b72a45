"""Small inputs for every rule of hadolint, made from the tables in `tests/rules/hadolint_inputs`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hadolint_run import CONFIG

_CHOICE = re.compile(r"«([^«»]*)»")
_AROUND = (
    "{}",
    "true && {}",
    "{} && true",
    "true; {}",
    "({})",
    "if true; then {}; fi",
    "for i in a b; do {}; done",
    "set -e; {}",
    "{} || exit 1",
    "A=b {}",
    "sudo {}",
    "<<EOF\n{}\nEOF",
    "--mount=type=cache,target=/cache {}",
    "--network=host {}",
    "{{ {}; }}",
    "echo a \\\n  # remark\n  && {}",
)
"""What may stand around a command that a RUN runs; each command is tried with none of it, and with some."""


class Case(NamedTuple):
    """A Dockerfile, the rule it is about, and hadolint's settings."""

    rule: str
    source: str
    config: str


def cases() -> list[Case]:
    """All of them, each once."""
    found = {}
    for path in sorted((Path(__file__).parent / "rules" / "hadolint_inputs").glob("*.toml")):
        for rule, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for config in entry.get("configs", [CONFIG]):
                for source in _sources(entry):
                    found[source, config, rule] = Case(rule, source, config)
    return list(found.values())


def _sources(entry: dict[str, list[str]]) -> Iterator[str]:
    for number, command in enumerate(text for line in entry.get("run", []) for text in expanded(line)):
        yield from _settings(f"RUN {command}")
        for step in (1, 2):
            around = _AROUND[(number * 2 + step) % len(_AROUND)]
            yield f"FROM debian:12\nRUN {around.format(command)}\n"
    for line in entry.get("lines", []):
        for text in expanded(line):
            yield from _settings(text)
    for file in entry.get("files", []):
        for text in expanded(file):
            yield f"{text}\n"


def _settings(text: str) -> Iterator[str]:
    """Instructions below a FROM, of two kinds, without one, and in ONBUILD."""
    yield f"FROM debian:12\n{text}\n"
    yield f"FROM scratch\n{text}\n"
    yield f"{text}\n"
    if not re.search(r"(?m)^(FROM|ONBUILD)\b|<<", text):
        yield "FROM debian:12\n" + re.sub(r"(?m)^(?<!\\\n)(?=[A-Z]+ )", "ONBUILD ", text) + "\n"


def expanded(text: str) -> list[str]:
    """A text for each choice of each «a¦b»."""
    found = _CHOICE.search(text)
    if not found:
        return [text]
    return [each for one in found[1].split("¦") for each in expanded(text[: found.start()] + one + text[found.end() :])]
