"""Problems of Dockerfiles and contexts that are not there."""

from __future__ import annotations

import itertools
import posixpath

from dockwright.context.builds.bake_targets import OWN
from dockwright.context.builds.compose import FILES, OVERRIDES
from dockwright.context.file_names import is_dockerfile
from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.reference import EXPRESSION, Reference
from dockwright.context.values import Build
from dockwright.findings.finding import Finding, Severity
from dockwright.ide.hosts.suggesting import instead, meant
from dockwright.semantics.suggestions import mistyped

MOST_NAMES = 500
"""Maximum number of names in a folder among which a similar one is looked for."""
_BY_DEFAULT = frozenset({*OWN, *FILES, *OVERRIDES})
_COPIED = frozenset({"vendor", "node_modules", "third_party", "bower_components"})
"""Folders for what others publish."""


def not_there(facts: HostFacts, reference: Reference, build: Build) -> Finding | None:
    """A file or folder that is not there; for a context that is, the Dockerfile that is looked for in it."""
    kind = reference.kind
    if kind == "context" and facts.exists(build.context) and _by_default(facts, build):
        kind = "dockerfile"
    path = build.dockerfile if kind == "dockerfile" else build.context
    inside = kind == "dockerfile" and not facts.exists(build.context)
    if inside or facts.exists(path) or facts.doubtful(path) or build.made.may_hold(path):
        return None
    if is_guess(facts, build) or _is_elsewhere(facts, build, path) or _is_not_run_here(build):
        return None
    what = "File" if kind == "dockerfile" else "Folder"
    is_written = kind == reference.kind
    near = _meant(facts, reference, build, path) if is_written else ""
    fixes = instead(reference.span, near, reference.obstacle)
    # An empty folder is in no list of files, and is enough for a Dockerfile that is elsewhere.
    is_open = _is_shared(facts, build) or (kind == "context" and _is_there(facts, build))
    certain = posixpath.basename(build.file) in _BY_DEFAULT and not is_open
    severity = Severity.ERROR if certain else Severity.WARNING
    message = f"{what} `{path}` not found{meant(near, ()) if is_written else _other(facts, build)}"
    return Finding(reference.span, message, fixes, code=f"{kind}-not-there", severity=severity)


def _is_shared(facts: HostFacts, build: Build) -> bool:
    """Whether another file in the same folder, which may be merged with this one, has a build of the same name."""
    folder = posixpath.dirname(build.file)
    others = (one for one in facts.others if one.name == build.name and one.file != build.file)
    return any(posixpath.dirname(one.file) == folder and one.kind == build.kind for one in others)


def _is_there(facts: HostFacts, build: Build) -> bool:
    return bool(build.inline) or facts.exists(build.dockerfile)


def _other(facts: HostFacts, build: Build) -> str:
    """How to build the only other Dockerfile in a context, or the one beside the file that defines the build."""
    folder = [*itertools.islice(facts.children(build.context), MOST_NAMES + 1)]
    found = [posixpath.join(build.context, name) for name in folder if is_dockerfile(name)]
    beside = posixpath.join(build.folder, "Dockerfile")
    if not found and build.kind in ("compose", "bake") and facts.exists(beside):
        found = [beside]
    if len(found) != 1 or len(folder) > MOST_NAMES:
        return ""
    return f"; to build `{found[0]}`, set `dockerfile` to `{posixpath.relpath(f'/{found[0]}', f'/{build.context}')}`"


def _meant(facts: HostFacts, reference: Reference, build: Build, path: str) -> str:
    """What to write instead of a missing path: one that counts from the context, or with a part that was mistyped."""
    if reference.kind == "dockerfile" and build.kind in ("compose", "bake"):
        other = posixpath.normpath(posixpath.join(build.folder, reference.value))
        if facts.exists(other) and next(facts.children(other), None) is None:
            return posixpath.relpath(f"/{other}", f"/{build.context}")
    parts = path.split("/")
    missing = next(at for at in range(len(parts)) if not facts.exists("/".join(parts[: at + 1])))
    folder, below = "/".join(parts[:missing]), parts[missing + 1 :]
    wants_folder = reference.kind == "context" or bool(below)
    children = [*itertools.islice(facts.children(folder), MOST_NAMES + 1)]
    names = (name.removesuffix("/") for name in children if name.endswith("/") == wants_folder)
    near = mistyped(parts[missing], (name for name in names if wants_folder or is_dockerfile(name)))
    if not near or len(children) > MOST_NAMES or not facts.exists("/".join([*parts[:missing], near, *below])):
        return ""
    written = reference.value.rstrip("/").split("/")
    at = len(written) - 1 - len(below)
    if at < 0 or written[at:] != parts[missing:]:
        return ""
    return "/".join([*written[:at], near, *below]) + "/" * reference.value.endswith("/")


def _is_not_run_here(build: Build) -> bool:
    """Whether a file is copied from another repository, perhaps not with all that it names, or is one for Bake that is
    given by name, in a folder that nothing tells.
    """
    folder, name = posixpath.split(build.file)
    return not _COPIED.isdisjoint(folder.split("/")) or (build.kind == "bake" and name not in OWN and folder != "")


def _by_default(facts: HostFacts, build: Build) -> bool:
    """Whether the name of the Dockerfile is the default one, which Podman has another for."""
    other = posixpath.join(posixpath.dirname(build.dockerfile), "Containerfile")
    return not build.inline and all(one.kind != "dockerfile" for one in build.references) and not facts.exists(other)


def is_guess(facts: HostFacts, build: Build) -> bool:
    """Whether another Dockerfile may be meant: it depends on an expression, or on the folder that a tool runs in."""
    for one in build.references:
        if one.kind in ("dockerfile", "context") and (one.obstacle == EXPRESSION or "{{" in one.value):
            return True
    beside = posixpath.dirname(build.file)
    if build.kind == "bake" and build.folder != beside:
        written = posixpath.relpath(build.dockerfile, build.folder or ".")
        return posixpath.basename(build.file) in OWN or facts.exists(posixpath.join(beside, written))
    named = posixpath.basename(build.file) in FILES
    return build.kind == "compose" and not named and _is_elsewhere(facts, build, build.dockerfile)


def _is_elsewhere(facts: HostFacts, build: Build, path: str) -> bool:
    """Whether a path may be in another folder, if a Compose file is run with the folder of another file."""
    written, folder = posixpath.relpath(path, build.folder or "."), build.folder
    while folder:
        folder = posixpath.dirname(folder)
        if facts.exists(posixpath.normpath(posixpath.join(folder, written))):
            return True
    return False
