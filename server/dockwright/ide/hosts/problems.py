"""Problems in host files: names that do not exist in the Dockerfile, and missing build inputs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.reference import EXPRESSION, Reference
from dockwright.context.values import Build
from dockwright.findings.finding import Finding, Severity
from dockwright.frozen import replace
from dockwright.ide.hosts.build_args import missing_args
from dockwright.ide.hosts.dockerfiles import called, declared, is_sure, mounts, needed, stage_of
from dockwright.ide.hosts.missing_files import is_guess, not_there
from dockwright.ide.hosts.suggesting import instead, meant
from dockwright.ide.hosts.syncs import misplaced
from dockwright.ide.hosts.unknown_names import unknown_names
from dockwright.refactors.names.reserved_names import is_predefined
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.suggestions import similar
from dockwright.text import Span

_OWN_SECRETS = ("GIT_AUTH_TOKEN", "GIT_AUTH_HEADER")
"""Secrets that the build gets without configuration (build-push-action)."""
_ARCHITECTURES = {"x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64", "armhf": "arm", "armel": "arm"}


def problems(facts: HostFacts) -> list[Finding]:
    """All problems of a file, in order; cached."""
    if "problems" not in facts.memo:
        found = dict.fromkeys((*_of_places(facts), *_of_builds(facts), *unknown_names(facts)))
        facts.memo["problems"] = sorted(found, key=lambda finding: finding.span)
    known: list[Finding] = facts.memo["problems"]
    return known


def _of_places(facts: HostFacts) -> Iterator[Finding]:
    """The problems of a reference that apply to all builds that share it."""
    sharing: dict[Reference, list[Build]] = {}
    for build in facts.builds:
        for reference in build.references:
            sharing.setdefault(reference, []).append(build)
    for reference, builds in sharing.items():
        if reference.file != facts.path or reference.obstacle == EXPRESSION:
            continue
        found = [_wrong(facts, reference, build) for build in builds]
        if found and found[0] is not None and all(found):
            # what was meant may differ between the builds
            yield found[0] if len({one.fixes for one in found if one}) == 1 else replace(found[0], fixes=())


def _wrong(facts: HostFacts, reference: Reference, build: Build) -> Finding | None:
    if reference.kind == "dockerfile" and build.inline:
        return None
    if reference.kind in ("dockerfile", "context"):
        return not_there(facts, reference, build)
    model = _sure(facts, build)
    if model is None:
        return None
    if reference.kind in ("target", "stage"):
        return _no_stage(reference, called(facts, build.dockerfile), model)
    if reference.kind == "arg" and build.kind == "bake" and reference.value not in build.args:
        return None  # `null` takes it away
    if reference.kind == "arg":
        return _no_arg(reference, called(facts, build.dockerfile), model)
    return _pinned(facts, reference, build, model) if reference.kind == "platform" else None


def _sure(facts: HostFacts, build: Build) -> Model | None:
    made = replace(build.made, unknown="").may_hold(build.dockerfile)
    model = facts.models.get(build.dockerfile) if not made and not is_guess(facts, build) else None
    key = f"sure {build.dockerfile}"
    if model is not None and key not in facts.memo:
        facts.memo[key] = is_sure("Dockerfile" if build.inline else build.dockerfile, model)
    return model if model is not None and facts.memo[key] else None


def _no_stage(reference: Reference, path: str, model: Model) -> Finding | None:
    name = reference.value
    if name.isdigit() or name.startswith("stage-") or "$" in name or stage_of(model, name) is not None:
        return None
    names = tuple(stage.name for stage in model.stages if stage.name)
    near = similar(name.lower(), names)
    message = f"Stage `{name}` not found in `{path}`" + meant(near, names)
    severity = Severity.ERROR if reference.kind == "target" else Severity.WARNING
    return Finding(
        reference.span,
        message,
        instead(reference.span, near, reference.obstacle),
        code="target-not-found",
        severity=severity,
    )


def _no_arg(reference: Reference, path: str, model: Model) -> Finding | None:
    name, known = reference.value, declared(model)
    onbuild = any("onbuild" in stage.base_word.lower() for stage in model.stages)
    if name in known or is_predefined(name) or onbuild or not name.isidentifier():
        return None
    near = similar(name, tuple(known))
    message = f"Unknown build argument `{name}`: `{path}` has no ARG of this name" + meant(near, ())
    fixes = instead(reference.span, near, reference.obstacle)
    return Finding(reference.span, message, fixes, code="arg-not-declared", severity=Severity.WARNING)


def _pinned(facts: HostFacts, reference: Reference, build: Build, model: Model) -> Finding | None:
    stage = _built(model, build)
    root = stage.root if stage is not None else None
    flag = root.origin.flag("platform") if root is not None and not root.is_scratch else None
    if root is None or flag is None or not flag.value or "$" in flag.value or "$" in reference.value:
        return None
    pinned, wanted = _machine(flag.value), _machine(reference.value)
    if not pinned or not wanted or pinned == wanted:
        return None
    held, start = facts.held.get(build.dockerfile), flag.span.start
    line = (held.line(start) if held else model.tree.text.line_of(start)) + 1
    message = (
        f"Image for `{reference.value}` gets programs for `{flag.value}`, "
        f"from `FROM --platform={flag.value}` in line {line} of `{facts.path if held else build.dockerfile}`"
    )
    return Finding(reference.span, message, code="platform-pinned")


def _machine(platform: str) -> str:
    """The system and architecture; empty unless both are given."""
    parts = platform.strip("\"'").lower().split("/")
    return f"{parts[0]}/{_ARCHITECTURES.get(parts[1], parts[1])}" if len(parts) > 1 else ""


def _of_builds(facts: HostFacts) -> Iterator[Finding]:
    """Inputs that a build needs and does not get."""
    for build in facts.builds:
        model, place = _sure(facts, build), _place(facts, build)
        stage = _built(model, build) if model is not None else None
        if model is None or stage is None or place is None or build.kind == "devcontainer":
            continue
        yield from _secrets(build, model, stage, place, called(facts, build.dockerfile))
        yield from missing_args(facts, build, model, stage, place)
        yield from misplaced(facts, build, model, stage)


def _built(model: Model, build: Build) -> Stage | None:
    """The stage that is built; None if not certain."""
    is_open = any(one.kind == "target" and one.obstacle == EXPRESSION for one in build.references)
    return None if is_open else stage_of(model, build.target)


def _place(facts: HostFacts, build: Build) -> Span | None:
    found = (one.span for one in build.references if one.kind == "build" and one.file == facts.path)
    return next(found, None)


def _secrets(build: Build, model: Model, stage: Stage, place: Span, path: str) -> Iterator[Finding]:
    given = {(one.kind, one.value) for one in build.references}
    open_kinds = {one.kind for one in build.references if one.obstacle == EXPRESSION}
    asked = dict.fromkeys(
        (mount.kind, mount.name, mount.required) for each in needed(model, stage) for mount in mounts(each)
    )
    for kind, name, required in asked:
        if (kind, name) in given or kind in open_kinds or name in _OWN_SECRETS:
            continue
        what = f"secret `{name}`" if kind == "secret" else f"SSH key `{name}`"
        if kind == "secret" and name in build.withheld:
            message = f"The build mounts {what}, but only containers get it; add it to `build.secrets`"
            yield Finding(place, message, code="secret-not-given")
        elif required:
            message = f"Missing {what}, which `{path}` requires, so the build fails; pass it to the build"
            yield Finding(place, message, code=f"{kind}-not-given")
