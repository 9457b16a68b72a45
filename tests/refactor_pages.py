"""The examples on the pages of refactorings: what stands before, and what each refactoring makes of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import dockwright.refactors
from dockwright.config import Config
from dockwright.config.reading import read
from dockwright.context.build_context import Context
from dockwright.context.builds.unread_ignore_files import Unread
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Refactor, all_refactors
from dockwright.text import Span
from markers import selection
from page_files import english

FOLDER = Path(dockwright.refactors.__file__).parent
PLACE = "/workspace"
_BLOCK = re.compile(
    r"^```(?P<language>dockerfile|files|held|dockerignore|toml|refused)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    """A block with a selection, and one of the blocks after it."""

    page: str
    number: int
    kind: str
    """Of the refactoring; the page's only one, or the one that the block's first line names."""
    source: str
    span: Span
    outcome: Literal["after", "refused"]
    result: str
    ignored: str | None
    """What a block `dockerignore after` shows."""
    context: Context | None
    config: Config

    @property
    def snapshot(self) -> Snapshot:
        """The document before."""
        return Snapshot.of(self.source, self.config, context=self.context)


@cache
def examples() -> tuple[Example, ...]:
    """The examples of all pages."""
    return tuple(example for path in english(FOLDER) for example in _of_page(path))


@cache
def by_module() -> dict[str, list[Refactor]]:
    """The refactorings of each module."""
    found: dict[str, list[Refactor]] = {}
    for item in all_refactors():
        found.setdefault(item.module.rpartition(".")[2], []).append(item)
    return found


def _of_page(path: Path) -> list[Example]:
    found: list[Example] = []
    shown: dict[str, str] = {}
    before: str | None = None
    own = by_module().get(path.stem, [])
    for number, match in enumerate(_BLOCK.finditer(path.read_text(encoding="utf-8"))):
        language, (outcome, _, kind), body = match["language"], match["rest"].strip().partition(" "), match["body"]
        if language == "refused":
            outcome, kind = "refused", outcome
        if language in ("dockerfile", "refused") and outcome:
            assert before is not None and outcome in ("after", "refused"), f"{path.stem}: a result without a source"
            assert kind or len(own) == 1, f"{path.stem}: name the kind after `{outcome}`"
            source, span = selection(before)
            context, config = context_of(shown), config_of(shown.get("toml"))
            kind = kind or own[0].kind
            found.append(
                Example(path.stem, number, kind, source, span, outcome, body, None, context, config)  # type: ignore[arg-type]
            )
        elif language == "dockerfile":
            assert before is None or found, f"{path.stem}: a source without a result"
            before = body
        elif language == "dockerignore" and outcome == "after":
            found[-1] = found[-1]._replace(ignored=body)
        elif language == "held":
            shown = {**shown, f"held {outcome}": body}
        else:
            kept = {} if language == "files" else {key: value for key, value in shown.items() if key != language}
            shown = {**kept, language: body}
    return found


def config_of(toml: str | None) -> Config:
    """The settings that a block `toml` of a page shows; the defaults without one."""
    if toml is None:
        return Config()
    config, problems = read(tomllib.loads(toml))
    assert problems == ()
    return config


def context_of(shown: dict[str, str]) -> Context | None:
    """What the blocks of a page show of a build context."""
    if "files" not in shown:
        return None
    ignore = shown.get("dockerignore")
    rows = [re.split("  +", line) for line in shown["files"].splitlines()]
    listed = {path: next((int(word) for word in words if word.isdigit()), 1) for path, *words in rows}
    archives = {path: "archive" in words for path, *words in rows if {"archive", "plain"} & {*words}}
    may_run = {path: "rw-" not in words for path, *words in rows}
    if ignore is not None:
        listed[".dockerignore"] = len(ignore)
    workspace = Workspace(listed, lambda path: ignore)
    texts = {key.partition(" ")[2]: text for key, text in shown.items() if key.startswith("held ")}
    return Context(
        contents(workspace, "", ".dockerignore" if ignore is not None else None),
        sure=True,
        place=PLACE,
        archives=archives,
        executable=may_run.get,
        texts=texts,
        heads={path: text.encode() for path, text in texts.items() if path.endswith(".go")},
        unread=next((Unread(path, "api/Dockerfile.dockerignore") for path, *words in rows if "unread" in words), None),
        built_by=next((path for path, *words in rows if "builds" in words), None),
        withheld={words[-1]: path for path, *words in rows if "withheld" in words},
    )
