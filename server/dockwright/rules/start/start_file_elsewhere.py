"""`start-file-elsewhere`: the container starts a file by a wrong path; the file is elsewhere in the image."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.effects.effect import Copied
from dockwright.image.found import is_below
from dockwright.image.image import Image
from dockwright.image.inputs.assemblies import assemblies
from dockwright.image.inputs.ignored_sources import is_named
from dockwright.image.inputs.manifest_versions import PROJECTS
from dockwright.image.inputs.same_name import elsewhere
from dockwright.image.starting.installed_places import installed_place
from dockwright.image.starting.start_files import IMPORTERS, StartFile, start_files
from dockwright.image.starting.started_programs import started
from dockwright.text import Edit

_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


@rule(
    "start-file-elsewhere",
    Severity.WARNING,
    on=("CMD", "ENTRYPOINT", "HEALTHCHECK", "COPY", "ADD", "RUN", "WORKDIR", "ENV", "VOLUME"),
)
def start_file_elsewhere(stage: BuiltStage) -> Iterator[Finding]:
    if stage.stage.is_base or stage.stage.all("VOLUME"):
        return
    yield from _installed_elsewhere(stage)
    for one in start_files(stage.stage, stage.image):
        if one.named:
            yield from _not_on_path(stage, one)
            continue
        found = stage.files.find(stage.image, one.path)
        if one.program == "dotnet" and found.answer is Answer.UNKNOWN:
            yield from _built_instead(stage, one)
        if found.answer is not Answer.NO or (one.program in IMPORTERS and not _is_imported_here(stage, one)):
            continue
        if found.ignored and stage.files.context is not None:
            if is_named(stage.image, stage.files.context, found.ignored):
                return  # reported by `source-ignored`
            ignore = stage.files.context.contents.ignore
            name = ignore.path if ignore else ".dockerignore"
            yield Finding(one.span, f"`{one.path}` is not in the image: `{name}` excludes `{found.ignored}`")
            return
        other = elsewhere(stage.files, stage.image, posixpath.basename(one.path))
        if other is not None and other != one.path:
            yield Finding(one.span, f"`{one.path}` is not in the image, but `{other}` is; change the path or WORKDIR")
            return
        if _is_nowhere(stage, one):
            message = f"`{one.path}` is not in the image, and no file in the build context has this name"
            yield Finding(one.span, message, doubtful=not _are_sources_copied(stage.image, one.path))
            return


def _built_instead(stage: BuiltStage, one: StartFile) -> Iterator[Finding]:
    """A program of .NET that the one project of the context does not build."""
    context = stage.files.context
    built = assemblies(context.texts) if context is not None else {}
    if context is None or len(built) != 1 or posixpath.basename(one.path).removesuffix(".dll") in built:
        return
    names = [entry.path for entry in context.named("")]
    if any(one.endswith((".dll", "Directory.Build.props")) for one in names):
        return
    if sum(one.endswith(PROJECTS) for one in names) > 1:
        return
    name, path = next(iter(built.items()))
    message = f"`{one.written}` is not what `{posixpath.basename(path)}` builds; that is `{name}.dll`"
    yield Finding(one.span, message, doubtful=True)  # an option of the build may name it


def _is_imported_here(stage: BuiltStage, one: StartFile) -> bool:
    """Whether a server can only import the module from its file: nothing installs the project or sets where to look."""
    context = stage.files.context
    folder = one.path.removesuffix(".py")
    if stage.files.find(stage.image, folder).answer is not Answer.NO or says(stage, _INSTALLS_PROJECT):
        return False
    top = one.written.partition(":")[0].partition(".")[0]
    texts = context.texts.items() if context is not None else ()
    lists = [text for name, text in texts if "requirements" in name]
    return context is not None and top in _OF_AUTHORS and not any(_LISTS_PROJECT.search(text) for text in lists)


_OF_AUTHORS = frozenset({"main", "app", "wsgi", "asgi", "server", "api", "run", "application", "src", "backend", "web"})
"""Names of modules that authors use, and hardly a package of the index."""
_INSTALLS_PROJECT = re.compile(
    r"PYTHONPATH|\.pth\b|pip3?\s+install[^\n&|;]*\s[\"']?(?:-e|--editable|\.|/|-c\b|[\w./$*-]+\.(?:whl|gz|zip)|git\+)"
    r"|poetry|\buv\b|\bpdm\b|pipenv|hatch|setup\.py|\brye\b|flit|conda|pixi|python3?\s+-m\s+build"
)
_LISTS_PROJECT = re.compile(r"(?m)^\s*(?:-e\b|--editable|\.|/|file:|git\+)|@\s*file:")


def _installed_elsewhere(stage: BuiltStage) -> Iterator[Finding]:
    """Inits and user switchers by another path than that to which their package installs them."""
    for step in (*stage.stage.all("ENTRYPOINT")[-1:], *stage.stage.all("CMD")[-1:]):
        for program in started(step):
            for path, span in ((program.name, program.span), *program.words):
                place = installed_place(stage.image, path) if path.startswith("/") else None
                if place is None or program.in_text:
                    continue
                name = posixpath.basename(path)
                message = f"`{path}` is not in the image, but `{place.path}` is; change the path or WORKDIR"
                if place.by_package:
                    message = f"`{path}` is not in the image: the package `{name}` installs it as `{place.path}`"
                text = f'"{place.path}"' if step.instruction.is_json else place.path
                fixes = (Fix(f"Change to `{place.path}`", (Edit(span, text),)),)
                doubtful = not place.certain or "$" in stage.stage.root.base_word
                yield Finding(span, message, fixes, doubtful=doubtful)


def _is_nowhere(stage: BuiltStage, one: StartFile) -> bool:
    """Whether the sources are in the image without such a file, so a mount does not provide it either."""
    context = stage.files.context
    name, folder = posixpath.basename(one.path), posixpath.dirname(one.path)
    if context is None or not context.sure or "$" in stage.stage.root.base_word or not _ENDING.search(name):
        return False
    return (
        folder != "/"
        and any(_copies_into(stage.image, folder))
        and not any(entry.path.rpartition("/")[2] == name for entry in context.named(""))
    )


def _are_sources_copied(image: Image, path: str) -> bool:
    """Whether a source folder or a file of the same type is copied there; other files may be mounted."""
    ending = posixpath.splitext(path)[1]
    names = [
        posixpath.splitext(one)[1] for copied in _copies_into(image, posixpath.dirname(path)) for one in copied.sources
    ]
    return "" in names or ending in names


def _copies_into(image: Image, folder: str) -> Iterator[Copied]:
    """The copies from the build context into a folder or one of its parents."""
    at: Image | None = image
    while at is not None:
        for change in at.effect.paths:
            copied = change.copied
            if copied is not None and not copied.origin and copied.content is None and change.path != "/":
                inside = folder == change.path or is_below(folder, change.path)
                if inside or (not copied.into_folder and posixpath.dirname(change.path) == folder):
                    yield copied
        at = at.before


_ENDING = re.compile(r"\.(?:py|js|mjs|cjs|ts|rb|sh|php|pl|jar)\Z")


def _not_on_path(stage: BuiltStage, one: StartFile) -> Iterator[Finding]:
    """A bare name of a file that is in the working folder only."""
    if not stage.stage.all("ENTRYPOINT") and not stage.image.base.is_plain:
        return  # the ENTRYPOINT of the base may find the file
    name = one.written
    if stage.image.program(name) is Answer.YES:
        return
    if any(key.value == "PATH" for step in stage.stage.all("ENV") for key in step.instruction.arguments[::2]):
        return
    found = stage.files.find(stage.image, one.path)
    if found.answer is not Answer.YES or found.kind != "file" or posixpath.dirname(one.path) in _FOLDERS:
        return
    script = name.endswith((".sh", ".py", ".js", ".pl", ".rb", ".bash"))
    if not script and stage.image.program(name) is not Answer.NO:
        return
    folder = posixpath.dirname(one.path)
    message = f"`{name}` is looked up in PATH, but it is in `{folder}`; write `{one.path}`"
    fixes = (Fix(f"Change to `{one.path}`", (Edit(one.span, _written(stage, one)),)),)
    yield Finding(one.span, message, fixes)


def _written(stage: BuiltStage, one: StartFile) -> str:
    """The path, quoted within a JSON array."""
    steps = stage.stage.all("ENTRYPOINT", "CMD")
    within = next(step for step in steps if step.instruction.start <= one.span.start < step.instruction.full_end)
    text = within.instruction.unit.text[one.span.start - within.instruction.start :]
    return f'"{one.path}"' if text.startswith('"') else one.path
