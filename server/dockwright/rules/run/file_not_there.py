"""`file-not-there`: a RUN needs a file that is not in the image yet, is in another folder, or was excluded."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.base_paths import package_with
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.inputs.command_inputs import WRAPPERS, RequiredFile, needs
from dockwright.image.inputs.ignored_sources import is_misspelt, is_named
from dockwright.image.inputs.in_folder import lacks
from dockwright.image.inputs.manifest_versions import Project
from dockwright.image.inputs.named_files import NAMING, named_files
from dockwright.image.inputs.same_name import elsewhere
from dockwright.image.run_mounts import Mount, mounts_of
from dockwright.image.run_text import source_span
from dockwright.lazy import pattern
from dockwright.semantics.state import resolve
from dockwright.text import Edit


@rule("file-not-there", Severity.WARNING, on=("RUN",))
def file_not_there(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    variables = frozenset(step.step.before.variables)
    for ran, image in step.commands:
        if not ran.fatal or not ran.certain or ran.conditions:
            continue
        for need in needs(ran, variables):
            if any(mount.holds(path) for mount in mounts for path in need.paths) or _is_old_go(ran, image):
                continue
            if WRAPPERS.get(ran.name or "", "").endswith(f"/{need.name}") and not _is_wrapper(step, ran, image):
                continue
            if need.endings:
                if not mounts and lacks(step.files, image, need.paths[0], need.endings):
                    yield _finding(step, need, _without(ran, need))
                    return
                continue
            found = [step.files.find(image, path) for path in need.paths]
            if any(one.answer is not Answer.NO for one in found):
                continue
            ignored = next((one.ignored for one in found if one.ignored), None)
            if ignored and step.files.context is not None and is_named(image, step.files.context, ignored):
                return  # reported as `source-ignored`
            if step.files.context is not None and is_misspelt(image, step.files.context, need.name):
                return  # reported as `source-not-found`
            fixes = _install_instead(step, ran, need) if need.is_lock and not ignored else ()
            yield _finding(step, need, _message(step, ran, image, need, ignored), fixes)
            return
        yield from _named_by_manifest(step, ran, image, mounts)


def _is_wrapper(step: BuildStep, ran: Ran, image: Image) -> bool:
    """Whether `mvnw` or `gradlew` is the script of the build tool, as far as it was read."""
    path = resolve(ran.folder, ran.words[0] or "")
    context = step.files.context
    if path is None or context is None:
        return path is not None
    head = context.heads.get(step.files.find(image, path).source or "")
    return head is None or re.search(rb"(?i)gradle|maven", head) is not None


_WITHOUT_MODULES = pattern(r"(?:docker\.io/)?(?:library/)?golang:1\.(?:\d|1[0-5])(?:[.-]|\Z)")


_GETS = (("get",), ("install",))
_GETS_PROGRAMS = pattern(
    r"(?:docker\.io/)?(?:library/)?golang(?::(?:latest|alpine|bookworm|trixie|1(?:-alpine|-bookworm|-trixie)?"
    r"|1\.(?:1[89]|[2-9]\d)(?:[.-].*)?))?\Z"
)
"""The image of Go 1.18 and later, which gets and installs no program outside of a module without its version."""


def _is_old_go(ran: Ran, image: Image) -> bool:
    """Whether it may be a Go that does this without `go.mod`: one before 1.16; for get and install, before 1.18."""
    if ran.name != "go" or ran.values[:1] == ("mod",):
        return False
    if ran.values[:1] in _GETS:
        return _GETS_PROGRAMS.match(image.base.reference) is None
    return _WITHOUT_MODULES.match(image.base.reference) is not None


def _finding(step: BuildStep, need: RequiredFile, message: str, fixes: tuple[Fix, ...] = ()) -> Finding:
    return Finding(source_span(step.instruction.unit, need.word.span), message, fixes, doubtful="$" in step.base_word)


_LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb")


def _install_instead(step: BuildStep, ran: Ran, need: RequiredFile) -> tuple[Fix, ...]:
    """Run `npm install`, if the build context has no lockfile to copy."""
    if ran.name != "npm" or ran.values[0] not in _CI or _has_lock(step):
        return ()
    span = source_span(step.instruction.unit, ran.command.words[1].span)
    return (Fix("Use `npm install`", (Edit(span, "install"),), safe=False),)


_CI = ("ci", "clean-install")


def _has_lock(step: BuildStep) -> bool:
    context = step.files.context
    return context is not None and any(posixpath.basename(entry.path) in _LOCKS for entry in context.named(""))


def _without(ran: Ran, need: RequiredFile) -> str:
    """The message about a folder in which no file has the ending that a program looks for."""
    command, folder = f"{ran.name} {ran.values[0]}", need.paths[0]
    return f"`{command}` needs {need.name} file, but `{folder}` has none; copy one there first"


def _named_by_manifest(step: BuildStep, ran: Ran, image: Image, mounts: tuple[Mount, ...]) -> Iterator[Finding]:
    """The first file that a manifest names and that is certainly missing, or excluded."""
    context = step.files.context
    if ran.name not in NAMING or context is None or not context.texts or ran.folder is None:
        return
    for manifest, name in named_files(ran, Project(step.files, (image,), ran.folder)):
        path = posixpath.join(ran.folder, name)
        found = step.files.find(image, path)
        is_told = found.ignored is not None and is_named(image, context, found.ignored)  # as `source-ignored`
        if found.answer is Answer.NO and not is_told and not any(mount.holds(path) for mount in mounts):
            ignore = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
            advice = f"`{ignore}` excludes it" if found.ignored else "copy it before this RUN"
            message = f"`{manifest}` names `{name}`, which is not in the image; {advice}"
            span = source_span(step.instruction.unit, ran.span)
            # Before version 2, Poetry only warns.
            yield Finding(span, message, doubtful="$" in step.base_word or ran.name == "poetry")
            return


def _message(step: BuildStep, ran: Ran, image: Image, need: RequiredFile, ignored: str | None) -> str:
    path, context = need.paths[0], step.files.context
    package = package_with(path)
    if package:
        return f"`{path}` is not in the image; install the package `{package}`"
    what = f"`{path}` is not in the image yet"
    if ran.name == "go" and ran.values[:1] in _GETS:
        return f"`go {ran.values[0]}` needs a `go.mod` here; to install a program, use `go install PATH@latest`"
    if need.is_lock:
        what = f"`{ran.name} {ran.values[0]}` needs a lockfile, but `{path}` is not in the image"
    if need.is_lock and ran.values[0] in _CI and context is not None and context.sure and not _has_lock(step):
        return f"`npm {ran.values[0]}` needs a lockfile, but the build context has none; add one, or use `npm install`"
    if ignored and context is not None:
        ignore = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
        return f"{what}; `{ignore}` excludes `{ignored}`"
    other = elsewhere(step.files, image, need.name)
    if other is not None and other not in need.paths:
        folder = posixpath.dirname(other)
        return f"`{path}` does not exist, but `{other}` does; use that path or set WORKDIR to `{folder}`"
    return f"{what}; copy it before this RUN"
