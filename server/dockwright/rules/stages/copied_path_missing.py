"""`copied-path-missing`: COPY --from of a path that the stage does not have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.base_paths import package_with
from dockwright.image.built_stage import BuildStep
from dockwright.image.found import is_below
from dockwright.image.image import Image
from dockwright.image.inputs.build_folders import made_instead
from dockwright.image.inputs.same_name import elsewhere
from dockwright.image.run_mounts import mounts_of
from dockwright.image.starting.installed_places import installed_place

_ELSEWHERE = "`{path}` is not in the stage `{stage}`; did you mean `{other}`?"
_NOWHERE = "`{path}` is not in the stage `{stage}`, as nothing there creates it"
_RELATIVE_ELSEWHERE = "`{source}` means `{path}`, which is not in the stage `{stage}`; did you mean `{other}`?"
_RELATIVE_NOWHERE = "`{source}` means `{path}`, not below WORKDIR, and nothing in the stage `{stage}` creates it"


@rule("copied-path-missing", Severity.WARNING, on=("COPY", "RUN"))
def copied_path_missing(step: BuildStep) -> Iterator[Finding]:
    found = step.instruction
    if found.name == "RUN":
        yield from _mounted(step)
        return
    flag = found.flag("from")
    image = step.files.stages.get((flag.value or "").lower()) if flag else None
    if image is None or found.problems or not image.base.is_known:
        return
    if image.base.family == "scratch" and image.before is None:
        return  # reported by `copy-from-empty-stage`
    for token in found.arguments[:-1]:
        source = step.step.before.expand(token.value, found.unit.escape)
        if not source or any(mark in source for mark in "*?[\\$") or source.startswith("<<"):
            continue
        path = posixpath.normpath(posixpath.join("/", source))
        if _is_missing(step, image, path):
            yield Finding(token.span, _message(step, image, source, path), doubtful="$" in step.base_word)
        elif config := _not_standalone(step, image, path):
            message = f'`next build` makes this only with `output: "standalone"`, which `{config}` does not set'
            yield Finding(token.span, message, doubtful="$" in step.base_word)
        elif built := made_instead(step.files, image, path):
            message = f"{built}, and nothing in the stage `{flag.value if flag else ''}` creates `{path}`"
            yield Finding(token.span, message, doubtful="$" in step.base_word)


def _not_standalone(step: BuildStep, image: Image, path: str) -> str:
    """The file of settings of Next.js beside a folder that it makes only if told to; empty if that may say so."""
    folder, _, rest = path.partition("/.next/standalone")
    context = step.files.context
    if rest.strip("/") or f"{folder}/.next/standalone" != path or context is None:
        return ""
    for name in ("next.config.js", "next.config.mjs", "next.config.ts"):
        found = step.files.find(image, f"{folder}/{name}")
        text = context.texts.get(found.source or "", "") if found.answer is Answer.YES else ""
        # An expression, a variable or another file may set it.
        if text and not re.search(
            r"standalone|\boutput\b|process\.env|\.\.\.|require\(|\bimport\b(?! type)|with[A-Z]", text
        ):
            return name
    return ""


def _mounted(step: BuildStep) -> Iterator[Finding]:
    """The sources of bind mounts from other stages."""
    for mount in mounts_of(step.step):
        image = step.files.stages.get(mount.origin.lower()) if mount.origin and mount.kind == "bind" else None
        source = step.step.before.expand(mount.source, step.instruction.unit.escape) if mount.source else None
        if image is None or not source or not image.base.is_known or any(mark in source for mark in "*?[\\$"):
            continue
        path = posixpath.normpath(posixpath.join("/", source))
        if _is_missing(step, image, path):
            yield Finding(mount.span, _text(step, image, source, path, mount.origin), doubtful="$" in step.base_word)


def _is_missing(step: BuildStep, image: Image, path: str) -> bool:
    if path == "/" or _is_told(step, path):
        return False
    place = installed_place(image, path)
    return step.files.find(image, path).answer is Answer.NO or (place is not None and place.certain)


def _is_told(step: BuildStep, path: str) -> bool:
    """Whether a manifest of the project names the path or a folder above it: its scripts may write there."""
    context = step.files.context
    folder = "/" + path.split("/")[1]
    texts = context.texts.items() if context is not None else ()
    return any(folder in text or "../" in text for name, text in texts if name.endswith("package.json"))


def _message(step: BuildStep, image: Image, source: str, path: str) -> str:
    flag = step.instruction.flag("from")
    return _text(step, image, source, path, (flag.value or "") if flag else "")


def _text(step: BuildStep, image: Image, source: str, path: str, stage: str) -> str:
    mount = _mount(image, path)
    if mount is not None:
        return f"`{path}` is in the mount `{mount}`, not in the stage; copy it elsewhere in the same RUN"
    place = installed_place(image, path)
    other = place.path if place else elsewhere(step.files, image, posixpath.basename(path))
    if package := package_with(path):
        return f"`{path}` is not in the stage `{stage}`; install the package `{package}` there"
    if source.startswith("/"):
        form = _ELSEWHERE if other else _NOWHERE
    else:
        form = _RELATIVE_ELSEWHERE if other else _RELATIVE_NOWHERE
    return form.format(source=source, path=path, stage=stage, other=other)


def _mount(image: Image, path: str) -> str | None:
    """The target of the mount that contained a path during a RUN."""
    at: Image | None = image
    while at is not None:
        for change in at.effect.paths:
            if change.operation == "mount" and is_below(path, change.path):
                return change.path
        at = at.before
    return None
