"""`package-script-missing`: npm, pnpm or yarn runs a script that package.json does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.starting.started_programs import cmd_is_started, started
from dockwright.lazy import pattern
from dockwright.semantics.state import resolve
from dockwright.semantics.suggestions import similar
from dockwright.text import Edit, Span

_OPTIONS = frozenset({"-s", "--silent", "--quiet", "-q", "--no-update-notifier", "--production", "--prod"})
"""Options that change neither the folder nor what happens without the script."""
_RUNS = frozenset({"run", "run-script"})


@rule(
    "package-script-missing",
    Severity.WARNING,
    on=("RUN", "CMD", "ENTRYPOINT", "COPY", "ADD", "WORKDIR", "ENV", "VOLUME"),
)
def package_script_missing(scene: BuiltStage) -> Iterator[Finding]:
    if scene.files.context is None or not scene.files.context.texts:
        return
    told: set[str] = set()
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        mounted = bool(mounts_of(step.step))
        for ran, image in step.commands:
            script = _script(ran.name or "", ran.values) if ran.fatal and ran.certain and not mounted else ""
            found = _missing(scene, index, image, ran.folder, ran.name or "", script) if script and ran.folder else None
            if found is not None and script not in told:
                told.add(script)
                unit = step.instruction.unit
                span = source_span(unit, Span(ran.span.start, ran.command.span.end))
                words = [(word.literal or "", source_span(unit, word.span)) for word in ran.command.words[1:]]
                finding = Finding(span, found.message, tuple(_renamed(found, script, words)))
                yield finding.shifted(scene.stage.body.offsets[index])
    yield from (finding for script, finding in _at_start(scene) if script not in told)


def _at_start(scene: BuiltStage) -> Iterator[tuple[str, Finding]]:
    stage = scene.stage
    if stage.is_base or stage.all("VOLUME"):
        return
    commands = stage.all("CMD")[-1:] if cmd_is_started(stage) else []
    for step in (*stage.all("ENTRYPOINT")[-1:], *commands):
        programs = list(started(step))
        if len(programs) != 1:
            return
        one = programs[0]
        words = [word for word, _ in one.words]
        script = _script(one.name, tuple(words))
        folder, last = resolve(stage.final.workdir, "."), len(stage.body.units) - 1
        found = _missing(scene, last, scene.image, folder, one.name, script) if script and folder else None
        if found is not None:
            span = Span(one.span.start, one.words[-1][1].end)
            yield script, Finding(span, found.message, tuple(_renamed(found, script, one.words)))


class _Missing(NamedTuple):
    message: str
    near: str
    """The script that was probably meant, if any."""


def _renamed(found: _Missing, script: str, words: Sequence[tuple[str, Span]]) -> Iterator[Fix]:
    """Run the script that was probably meant, where the command names the missing one after `run`."""
    names = [word for word, _ in words]
    if found.near and any(one in names for one in _RUNS) and names.count(script) == 1:
        edit = Edit(words[names.index(script)][1], found.near)
        yield Fix(f"Change to `{found.near}`", (edit,), safe=False, guess=True)


def _script(program: str, values: tuple[str, ...]) -> str:
    """The script that has to exist; empty if the program does something else without one, or works elsewhere."""
    if "--" in values:
        values = values[: values.index("--")]
    operands = [value for value in values if not value.startswith("-")]
    if program not in ("npm", "pnpm", "yarn") or {value for value in values if value[:1] == "-"} - _OPTIONS:
        return ""
    if operands[:1] and operands[0] in _RUNS and len(operands) > 1 and program != "yarn":
        return operands[1]
    if operands in (["start"], ["run", "start"]):  # other words of yarn may be programs of packages
        return "start"
    return ""


def _missing(scene: BuiltStage, index: int, image: Image, folder: str, program: str, script: str) -> _Missing | None:
    """What to say where package.json certainly has no such script."""
    context, source = scene.files.context, _source(scene, index, image, f"{folder.rstrip('/')}/package.json")
    if context is None or not source:
        return None
    scripts = table(manifest(context.texts.get(source, "")), "scripts")
    if not scripts or script in scripts or script[:1] in ("$", "/"):
        return None  # pnpm takes `/.../` for a pattern
    if script in _OF_NPM or (script == "start" and _may_have_server(scene.files, image, folder, scripts)):
        return None
    near = similar(script, tuple(name for name in scripts if _PLAIN.fullmatch(name)))
    advice = f"did you mean `{near}`?" if near else "add it or run another script"
    return _Missing(f"`{source}` has no script `{script}`, so `{program}` fails; {advice}", near)


_PLAIN = pattern(r"[\w:.-]+")


def _source(scene: BuiltStage, index: int, image: Image, path: str) -> str:
    """The file of the context that is the package.json at a path, where since then nothing wrote scripts into it."""
    found = scene.files.find(image, path)
    for place in range(index, 0, -1):
        if found.answer is Answer.YES and not found.edited:
            return found.source or ""
        step = scene.at(place)
        if step.instruction.name == "RUN":
            for ran, before in reversed(step.commands):
                if ran.name not in _KEEPS or (ran.values and ran.values[0] in ("pkg", "init", "set-script", "create")):
                    return ""
                found = scene.files.find(before, path)
                if found.answer is Answer.YES and not found.edited:
                    return found.source or ""
        elif scene.files.find(scene.images[place], path) != scene.files.find(scene.images[place + 1], path):
            return ""
    return ""


_KEEPS = frozenset(
    {"npm", "pnpm", "yarn", "corepack", "apk", "apt-get", "mkdir", "chown", "chmod", "echo", "cd", "true", "rm", "set"}
)
"""Programs that write no scripts into package.json."""


_OF_NPM = ("test", "restart", "stop", "env")
"""Scripts without which npm does something else."""


def _may_have_server(files: Files, image: Image, folder: str, scripts: Mapping[str, Any]) -> bool:
    """Whether `server.js`, which `start` runs without a script, is in the image or may be written by the build."""
    named = files.context.named("") if files.context is not None else ()
    return (
        "server" in str(scripts)
        or any(entry.path.endswith("server.js") for entry in named)
        or files.find(image, f"{folder.rstrip('/')}/server.js").answer is Answer.YES
    )
