"""Create an ignore file with what the image never needs, by its base image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.build_context import Context, clean
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import secrets, unwanted_folders
from dockwright.findings.finding import Addition
from dockwright.image.accounts import official
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.text import Span

_COST = "no longer sent to the build"
_ALWAYS = ("**/.git", "**/.env", "**/.DS_Store", "**/*.log")
_BY_IMAGE = {
    "node": ("**/node_modules",),
    "python": ("**/__pycache__", "**/*.py[cod]", "**/.venv"),
    "pypy": ("**/__pycache__", "**/*.py[cod]", "**/.venv"),
    "rust": ("**/target",),
    "maven": ("**/target",),
    "gradle": ("**/build", "**/.gradle"),
    "ruby": ("**/.bundle", "**/tmp"),
    "php": ("**/vendor",),
    "composer": ("**/vendor",),
    "elixir": ("**/_build", "**/deps"),
}
"""Files that the tools of a language generate in every build."""
_MOST = 20


@refactor("refactor.rewrite.ignoreFile", "Create an ignore file")
def add_ignore_file(model: Model, selection: Span, context: Context | None) -> Answer:
    """Create the missing ignore file, if a COPY at the cursor copies a folder of the context."""
    step = model.step_at(selection.start)
    if step is None or step.instruction.name not in ("COPY", "ADD"):
        return None
    sources = list(taken(model))
    if not any(not clean(source.path) and step.instruction.span.covers(source.token.span) for source in sources):
        return None
    if context is None or not context.place:
        return Refusal("The build context is unknown, and so is the place of its ignore file")
    if context.contents.ignore is not None:
        return None
    named = [clean(source.path) for source in sources if clean(source.path)]
    text = model.tree.text.string
    lines = [line for line in dict.fromkeys(_lines(model, context)) if not _is_needed(line, named, text)][:_MOST]
    path = f"{context.contents.root}/.dockerignore".lstrip("/")
    place = f"{context.place.rstrip('/')}/{path}"
    content = "".join(f"{line}\n" for line in lines)
    return Rewrite(
        f"Create `{path}` for what the image never needs", (), _COST, (), Addition(place, content, 0, 0, True)
    )


def _lines(model: Model, context: Context) -> Iterator[str]:
    yield from _ALWAYS
    for stage in model.stages:
        yield from _BY_IMAGE.get(official(stage), ())
    yield from (f"**/{folder.path}" for folder in unwanted_folders(context, "."))
    yield from (secret.path for secret in secrets(context, ".") if re.fullmatch(r"[\w./@+-]+", secret.path))


def _is_needed(line: str, named: list[str], text: str) -> bool:
    """Whether the file copies or mentions what a line would exclude."""
    name = line.rpartition("/")[2]
    if any(name in path.split("/") for path in named):
        return True
    if name == ".git":
        return bool(re.search(r"\bgit (?:describe|log|rev-parse|status|submodule)|\.git\b(?!ignore|hub)", text))
    return "*" not in name and bool(re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text))
