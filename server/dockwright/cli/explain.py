"""`dockwright explain FILE:LINE`: the state at a line, the effect of its instruction, and the content of the image."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from dockwright.cli import files, surroundings
from dockwright.cli.arguments import Parser
from dockwright.cli.jobs import Job
from dockwright.cli.reports.terminal import say, tell
from dockwright.cli.reports.text import plain
from dockwright.cli.settings import Settings
from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.ide.context_sources import brought
from dockwright.ide.image_facts.changes import changes
from dockwright.ide.image_facts.fact_text import told
from dockwright.ide.image_facts.facts import Fact, fact, file_of
from dockwright.ide.image_facts.history import Place, place_of
from dockwright.ide.image_facts.instruction_text import sentence
from dockwright.ide.image_facts.subjects import asked_of
from dockwright.ide.snapshot import Snapshot
from dockwright.image.answer import Answer
from dockwright.l10n.parts import Say, filled
from dockwright.semantics.stage import Step
from dockwright.semantics.variable_origins import settings
from dockwright.text import padded

_FAMILIES = {"debian": "deb", "ubuntu": "deb", "alpine": "apk", "wolfi": "apk", "rhel": "rpm", "suse": "rpm"}
"""The package family of each distribution."""


def main(arguments: Sequence[str]) -> int:
    """Print the state before the instruction of a line; 2 if there is no such line or file."""
    parser = _parser()
    options = parser.parse_args(arguments)
    match = re.fullmatch(r"(.+?):(\d{1,9})(:\d*)?", options.place)
    if not match:
        parser.error(f"`{options.place}` has no line number; write FILE:LINE, such as `Dockerfile:12`")
    name, line = match[1], int(match[2])
    source = files.read(name)
    if source is None:
        return 2
    if options.context and (refusal := surroundings.refusal(options.context, [surroundings.root_of(name, [name])])):
        parser.error(refusal)
    snapshot = Snapshot.of(source, Settings().of(name))
    if name != "-" and not options.no_context:
        snapshot = snapshot.placed(_context(name, source, options.context or ""))
    if not 0 < line <= snapshot.text.line_count:
        tell(name, f"line {line} not found; the file has {snapshot.text.line_count} lines")
        return 2
    value = explained(snapshot, line - 1)
    if options.json:
        sys.stdout.write(json.dumps({"file": name, **value}) + "\n")
    else:
        sys.stdout.write("\n".join([f"{name}:{line}", *shown(value, say)]) + "\n")
    return 0


def _context(name: str, source: str, folder: str) -> Context | None:
    """The build context, including a likely one, as in an editor."""
    job = Job(name, source, Config(), (), (), "", folder, root=surroundings.root_of(name, [name]))
    return surroundings.context(job)


def explained(snapshot: Snapshot, line: int) -> dict[str, Any]:
    """Facts about a line, counted from 0; between instructions, those for the next one."""
    model, text = snapshot.model, snapshot.text
    span = text.line_span(line)
    step = model.step_at(min(span.end, len(text))) or _next(snapshot, span.start)
    if step is None:
        return {"instruction": None}
    stage, state = model.stage_at(step.instruction.start), step.before
    at = step.instruction.start
    places: dict[str, list[int]] = {}
    for setting in settings(model, stage):
        if setting.instruction.start < at:
            places.setdefault(setting.name, []).append(text.line_of(setting.instruction.keyword.span.start) + 1)
    bases, base = [], stage.base if stage else None
    while base is not None:
        bases.append(base.name or str(base.index))
        base = base.base
    image = stage
    while image is not None and image.base is not None:
        image = image.base
    place = place_of(model, step, snapshot.context)
    return {
        "instruction": step.instruction.name,
        "does": sentence(step, stage, place),
        "line": text.line_of(step.instruction.keyword.span.start) + 1,
        "text": step.instruction.text.strip(),
        "stage": {"index": stage.index, "name": stage.name, "from": bases, "image": image.image if image else None}
        if stage
        else None,
        "needed": stage is None or stage.index in model.reachable,
        "user": state.user,
        "directory": state.workdir,
        "shell": list(state.shell),
        "variables": {
            key: {"value": value, "environment": key in state.env, "lines": places.get(key, [])}
            for key, value in sorted(state.variables.items())
        },
        "packages": _packages(place),
        "image": [_fact(snapshot, found) for found in _facts(snapshot, step)],
        "sources": list(_sources(snapshot, step)),
        "changes": changes(step, place) if place else [],
        "findings": [
            {"code": finding.code, "message": finding.message}
            for finding in snapshot.findings
            if at <= finding.span.start < step.instruction.full_end
        ],
    }


def _packages(place: Place | None) -> dict[str, Any] | None:
    """Facts about the package manager of the image; None if it is not known to have one."""
    family = _FAMILIES.get(place.image.base.family) if place else None
    if place is None or family is None:
        return None
    lists = place.image.lists(family).name.lower()
    return {"family": family, "installed": sorted(place.image.installed(family)), "lists": lists}


def _facts(snapshot: Snapshot, step: Step) -> Iterator[Fact]:
    """The names on a line, each once; uncertain paths only if they exist."""
    seen = set()
    for asked in asked_of(snapshot, step):
        found = fact(asked)
        key = asked.kind, asked.name, found.answer, found.maker
        if key not in seen and (asked.is_certain or found.answer is Answer.YES):
            seen.add(key)
            yield found


def _sources(snapshot: Snapshot, step: Step) -> Iterator[dict[str, str]]:
    """What each source of COPY and ADD takes from the build context."""
    for token in step.instruction.arguments[:-1] if step.instruction.name in ("COPY", "ADD") else ():
        if found := brought(snapshot, token.span.start):
            yield {"name": token.value, "text": found.markdown.replace("**", "").replace("\n\n", "; ")}


def _fact(snapshot: Snapshot, found: Fact) -> dict[str, Any]:
    line_of = snapshot.text.line_of
    return {
        "kind": found.asked.kind,
        "name": found.asked.name,
        "line": line_of(found.asked.span.start) + 1,
        "there": found.answer.name.lower(),
        "since": line_of(found.maker.span.start) + 1 if found.maker else None,
        "file": file_of(found),
        "package": found.package or None,
        "text": told(found, line_of),
    }


def _next(snapshot: Snapshot, offset: int) -> Step | None:
    return next((step for step in snapshot.model.steps() if step.instruction.start >= offset), None)


def shown(value: dict[str, Any], say: Say = str) -> Iterator[str]:
    """The facts about a line as text."""
    if value["instruction"] is None:
        yield f"  {say('after the last instruction: nothing applies here')}"
        return
    line = value["line"]
    yield f"  {say(f'line {line}')}: {plain(value['text'])[:160]}"
    if not value["stage"]:
        yield f"  {say('before the first FROM: only FROM can use the variables here')}"
    yield from (f"  {padded(say(label), 10)} {text}" for label, text in _rows(value, say))


def _rows(value: dict[str, Any], say: Say) -> Iterator[tuple[str, str]]:
    if value["does"]:
        yield "does", plain(say(value["does"]))
    if stage := value["stage"]:
        name = f"{stage['index']} {stage['name'] or ''}".rstrip()
        above = " < ".join([*stage["from"], stage["image"] or say("an unknown image")])
        idle = "" if value["needed"] else "; not needed by the last stage"
        yield "stage", plain(filled(say, f"{{}}, from {{}}{idle}", name, above))
        default = say("root, unless the base image sets another")
        yield "user", default if value["user"] == "" else _known(value["user"], say)
        yield "directory", _known(value["directory"], say)
        yield "shell", plain(" ".join(value["shell"]))
    for key, found in value["variables"].items():
        where = ", ".join(say(f"line {line}") for line in found["lines"]) or say("base image")
        yield "ENV" if found["environment"] else "ARG", f"{plain(key)}={_known(found['value'], say)}  ({where})"
    packages = value["packages"]
    if packages and value["instruction"] == "RUN":
        lists = {"yes": "; package lists present", "no": "; no package lists"}.get(packages["lists"], "")
        names = ", ".join(packages["installed"])
        told = f"{'{}' if names else 'none'} installed by this file{lists}"
        yield "packages", plain(filled(say, told, *filter(None, (names,))))
    for found in value["image"]:
        yield found["kind"], plain(say(found["text"].removeprefix(found["kind"]).lstrip()))
    for found in value["sources"]:
        yield "source", f"`{plain(found['name'])}`: {plain('; '.join(map(say, found['text'].split('; '))))}"
    for change in value["changes"]:
        yield "changes", plain(say(change))
    for finding in value["findings"]:
        yield "finding", f"{finding['code']}: {plain(say(finding['message']))}"


def _known(value: str | None, say: Say) -> str:
    return say("(unknown)") if value is None else plain(value)


def _parser() -> Parser:
    parser = Parser("explain", "Explain a line of a Dockerfile: its user, directory, variables and findings")
    parser.add_argument("place", metavar="FILE:LINE", help="Dockerfile and line number, such as Dockerfile:12")
    parser.add_argument("--context", metavar="FOLDER", help="build context to use (default: the likely one)")
    parser.add_argument("--no-context", action="store_true", help="do not read the build context")
    parser.add_argument("--json", action="store_true", help="output JSON")
    return parser
