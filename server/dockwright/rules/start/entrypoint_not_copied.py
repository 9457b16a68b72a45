"""`entrypoint-not-copied`: the container starts a file that nothing creates in the image."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.base import base_of
from dockwright.image.program_sources import is_harmless
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of
from dockwright.image.starting.entry_program import may_provide, program
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.images import lookup
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.syntax.shell import unwrapped

_PLAIN_BASES = frozenset(
    {"alpine", "debian", "ubuntu", "busybox", "buildpack-deps", "python", "node", "golang", "ruby", "rust"}
)
"""Images with a distribution and a language, but without scripts in folders of their own."""
_NOTHING = frozenset({"noop", "no-op", "none", "nothing", "null", "dummy", "placeholder", "unused", "/", "-"})
"""Placeholder commands of images that only carry files, for `docker create`."""
_SCRIPT = (".sh", ".py", ".js", ".rb", ".pl", ".jar", ".php")


@rule(
    "entrypoint-not-copied",
    Severity.WARNING,
    on=("ENTRYPOINT", "CMD", "COPY", "ADD", "RUN", "ONBUILD", "VOLUME"),
)
def entrypoint_not_copied(stage: Stage) -> Iterator[Finding]:
    started = None if stage.is_base else program(stage)
    if started is None or started.token.value in _NOTHING:
        return
    parts = chain(stage)
    scratch = stage.root.is_scratch
    if not scratch and not lacks_scripts(stage.root, started.paths):
        return
    if any(_may_bring(step, path) for part in parts for step in part.steps[1:] for path in started.paths):
        return
    name = started.token.value
    message = f"The base image lacks `{name}`, and nothing here creates it; copy it or change the path"
    if scratch:
        message = f"`scratch` is empty, and nothing here creates `{name}`; copy it or change the path"
    yield Finding(started.token.span, message, doubtful=not scratch)  # a script may be mounted at run time


def lacks_scripts(root: Stage, paths: tuple[str, ...]) -> bool:
    """Whether the base certainly has no script at the given path."""
    facts = lookup(root.image or "") if "$" not in root.base_word else None
    base = base_of(root.image) if root.image and "$" not in root.base_word else None
    if base is not None and base.is_plain and base.path("/no-such-file")[0] is Answer.NO:
        return len(paths) == 1 and base.path(paths[0])[0] is Answer.NO and base.program(_name(paths[0])) is Answer.NO
    if facts is None or facts.name not in _PLAIN_BASES or len(paths) != 1 or not paths[0].endswith(_SCRIPT):
        return False
    own = facts.entrypoint[0] if isinstance(facts.entrypoint, tuple) and facts.entrypoint else ""
    return paths[0].rpartition("/")[2] != own.rpartition("/")[2]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _may_bring(step: Step, path: str) -> bool:
    found = step.instruction
    if found.name in ("COPY", "ADD"):
        return may_provide(step, path)
    if found.name in ("RUN", "ONBUILD"):
        return not step.before.empty and _mentions(step, path)
    return found.name == "VOLUME"


def _mentions(step: Step, path: str) -> bool:
    """Whether a RUN may create the file: it names it, or runs commands with unknown effects."""
    body = body_of(step)
    if body is None or body.script.has_errors or path.rpartition("/")[2] in body.text:
        return True
    return not _is_known(body)


@lru_cache(maxsize=4096)
def _is_known(body: Body) -> bool:
    """Whether the effects of all commands are known."""
    names = [unwrapped(command) for command in body.commands if command.words]
    return all(is_harmless(command.name) or invocation(command) for command in names)
