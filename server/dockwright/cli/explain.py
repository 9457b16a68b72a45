"""`dockwright explain FILE:LINE`: what is in force where a line stands, and what happens there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from dockwright.cli import files
from dockwright.cli.arguments import Parser
from dockwright.cli.reports.text import plain
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.stage import Step
from dockwright.semantics.variable_origins import settings


def main(arguments: Sequence[str]) -> int:
    """Tell the state before the instruction of a line; 2 where there is no such line or file."""
    parser = _parser()
    options = parser.parse_args(arguments)
    match = re.fullmatch(r"(.+?):(\d{1,9})(:\d*)?", options.place)
    if not match:
        parser.error(f"{options.place} does not name a line; write FILE:LINE, such as Dockerfile:12")
    name, line = match[1], int(match[2])
    source = files.read(name)
    if source is None:
        return 2
    snapshot = Snapshot.of(source)
    if not 0 < line <= snapshot.text.line_count:
        sys.stderr.write(f"{name}: there is no line {line}; the file has {snapshot.text.line_count}\n")
        return 2
    value = explained(snapshot, line - 1)
    if options.json:
        sys.stdout.write(json.dumps({"file": name, **value}) + "\n")
    else:
        sys.stdout.write("\n".join([f"{name}:{line}", *_shown(value)]) + "\n")
    return 0


def explained(snapshot: Snapshot, line: int) -> dict[str, Any]:
    """What is known of a line, counted from 0; of one between instructions, what holds for the next one."""
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
    return {
        "instruction": step.instruction.name,
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
        "findings": [
            {"code": finding.code, "message": finding.message}
            for finding in snapshot.findings
            if at <= finding.span.start < step.instruction.full_end
        ],
    }


def _next(snapshot: Snapshot, offset: int) -> Step | None:
    return next((step for step in snapshot.model.steps() if step.instruction.start >= offset), None)


def _shown(value: dict[str, Any]) -> Iterator[str]:
    if value["instruction"] is None:
        yield "  after the last instruction: nothing is in force"
        return
    yield f"  line {value['line']}: {plain(value['text'])[:160]}"
    if stage := value["stage"]:
        name = f"{stage['index']} {stage['name'] or ''}".rstrip()
        above = " < ".join([*stage["from"], stage["image"] or "an image that is not known"])
        idle = "" if value["needed"] else "; the last stage does not need it"
        yield f"  stage      {plain(f'{name}, from {above}')}{idle}"
        user = value["user"]
        default = "root, unless the base image says otherwise"
        yield f"  user       {default if user == '' else _known(user)}"
        yield f"  directory  {_known(value['directory'])}"
        yield f"  shell      {plain(' '.join(value['shell']))}"
    else:
        yield "  before the first FROM: only FROM sees the variables here"
    for key, found in value["variables"].items():
        where = ", ".join(f"line {line}" for line in found["lines"]) or "base image"
        kind = "ENV" if found["environment"] else "ARG"
        yield f"  {kind}        {plain(key)}={_known(found['value'])}  ({where})"
    for finding in value["findings"]:
        yield f"  finding    {finding['code']}: {plain(finding['message'])}"


def _known(value: str | None) -> str:
    return "(not known)" if value is None else plain(value)


def _parser() -> Parser:
    parser = Parser("explain", "Tell what is in force at a line of a Dockerfile.")
    parser.add_argument("place", metavar="FILE:LINE", help="a Dockerfile and a line, counted from 1")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser
