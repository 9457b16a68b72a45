"""`python-environment-moved`: a virtual environment, or packages, of another Python or from another folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.bases.base_versions import language
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.starting.started_programs import started

_SITE = re.compile(r"/usr/local/lib/python(\d+\.\d+)(?:/site-packages)?/?\Z")
_ENVIRONMENT = re.compile(r"/\.?(?:venv|virtualenv)\Z")
_INTERPRETER = re.compile(r"(?:python|pip)[\d.]*\Z|activate")


@rule("python-environment-moved", Severity.WARNING, on=("COPY", "CMD", "ENTRYPOINT", "ENV"))
def python_environment_moved(scene: BuiltStage) -> Iterator[Finding]:
    here = _minor(scene.image.base.reference)
    for index in scene.stage.body.places(("COPY",)):
        step = scene.at(index)
        flag = step.instruction.flag("from")
        origin = step.files.stages.get((flag.value or "").lower()) if flag else None
        if origin is None or step.instruction.problems or len(step.instruction.arguments) != 2:
            continue
        source, place = _places(step)
        site, there = _SITE.match(source), _minor(origin.base.reference)
        wanted = site[1] if site else there if _ENVIRONMENT.search(source) else ""
        doubtful = "$" in step.base_word or "$" in origin.base.reference
        span = step.instruction.arguments[0].span.shifted(scene.stage.body.offsets[index])
        if wanted and here and wanted != here:
            message = f"These packages are for Python {wanted}, but this stage has Python {here}; use the same version"
            yield Finding(span, message, doubtful=doubtful)
        elif _ENVIRONMENT.search(source) and place != source and not scene.stage.is_base and _starts(scene, place):
            message = f"Programs there start with `#!{source}/bin/python`, which is missing here; keep the path"
            yield Finding(span, message, doubtful=doubtful)


def _places(step: BuildStep) -> tuple[str, str]:
    """The path of the source in its stage, and the target; empty where they are not known."""
    unit, before = step.instruction.unit, step.step.before
    source, target = (before.expand(token.value, unit.escape) for token in step.instruction.arguments)
    folder = before.workdir or step.image.base.workdir or "/"
    if not source or not target or "*" in source:
        return "", ""
    return posixpath.normpath(posixpath.join("/", source)), posixpath.normpath(posixpath.join(folder, target))


def _minor(reference: str) -> str:
    """The version of Python that an official image has: 3.12; empty if its tag does not tell."""
    has = language(reference)
    low = has.versions[0] if has is not None and has.name == "Python" else ()
    return f"{low[0]}.{low[1]}" if len(low) > 1 else ""


def _starts(scene: BuiltStage, place: str) -> bool:
    """Whether the container starts a script of the environment itself, and not its interpreter."""
    first = any(f"PATH={place}/bin" in step.instruction.unit.text.replace('"', "") for step in scene.stage.all("ENV"))
    steps = scene.stage.all("ENTRYPOINT")[-1:] or scene.stage.all("CMD")[-1:]
    names = [one.name for step in steps for one in started(step)]
    return any(
        not _INTERPRETER.match(posixpath.basename(name))
        and (name.startswith(f"{place}/bin/") or (first and "/" not in name and name in _SCRIPTS))
        for name in names
    )


_SCRIPTS = frozenset(
    {"uvicorn", "gunicorn", "flask", "fastapi", "celery", "hypercorn", "daphne", "streamlit", "django-admin"}
)
"""Programs that packages of Python bring, as scripts with the path of the interpreter."""
