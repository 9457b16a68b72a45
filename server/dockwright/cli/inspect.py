"""`dockwright inspect`: the results of parser and model, as text or as one JSON object per file."""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dockwright.cli import files
from dockwright.cli.arguments import Parser
from dockwright.cli.reports.terminal import say
from dockwright.semantics.base_state import base_state
from dockwright.semantics.checks import problems
from dockwright.semantics.model import Model, analyse
from dockwright.semantics.stage import Stage
from dockwright.semantics.state import State
from dockwright.semantics.typed_values import typed
from dockwright.semantics.variable_origins import settings
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.tree import Tree, parse
from dockwright.text import Span


def main(arguments: Sequence[str]) -> int:
    """Print a description of each file; 1 if one does not parse, 2 if one cannot be read."""
    options = _parser().parse_args(arguments)
    code = 0
    for name in options.files:
        source = files.read(name)
        if source is None:
            code = 2
            continue
        value = {"file": name, **described(source)}
        if "error" in value:
            code = max(code, 1)
        text = json.dumps(value) if options.json else _shown(value)
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    return code


def described(source: str) -> dict[str, Any]:
    """A file as plain values; lines count from 1, as in BuildKit's messages."""
    tree = parse(source)
    model = analyse(tree, base_state=base_state)
    value: dict[str, Any] = {
        "escape": tree.escape,
        "nodes": [_node(tree, instruction) for instruction in tree.instructions],
        "instructions": [_instruction(tree, instruction) for instruction in tree.instructions],
        "warnings": [_warning(tree, instruction) for instruction in tree.instructions if instruction.unit.blank_lines],
    }
    if tree.problems:
        first = tree.problems[0]
        value["error"] = first.message
        value["lines"] = [_range(tree, first.span)]
        value["errors"] = [
            {"code": problem.code, "message": problem.message, "lines": [_range(tree, problem.span)]}
            for problem in tree.problems
        ]
    elif not tree.instructions:
        value["error"] = "No instructions in the file"
        value["lines"] = [_range(tree, tree.span())]
    value["globals"] = _variables(model.globals.final) if model.globals.units else {}
    value["trails"] = _trails(tree, model, None)
    value["stages"] = [_stage(tree, model, stage) for stage in model.stages]
    return value


def _node(tree: Tree, instruction: Instruction) -> dict[str, Any]:
    unit = instruction.unit
    node: dict[str, Any] = {"cmd": instruction.keyword.value}
    node["start"], node["end"] = _lines(tree, Span(instruction.start, instruction.full_end - unit.text.endswith("\n")))
    node["args"] = _arguments(instruction)
    if instruction.is_json:
        node["json"] = True
    if instruction.flags:
        node["flags"] = [flag.raw for flag in instruction.flags]
    if instruction.heredocs:
        node["heredocs"] = [
            {"chomp": doc.chomp, "content": doc.content, "expand": doc.expand, "fd": doc.descriptor, "name": doc.name}
            for doc in instruction.heredocs
        ]
    if comments := _comments(tree, instruction):
        node["comments"] = comments
    return node


def _instruction(tree: Tree, instruction: Instruction) -> dict[str, Any]:
    """Facts about an instruction beyond its node: its errors, or its typed value."""
    found = [*instruction.problems, *problems(instruction)]
    described: dict[str, Any] = {"line": _lines(tree, instruction.keyword.span)[0]}
    if found:
        described["errors"] = [{"code": p.code, "message": p.message, "lines": [_range(tree, p.span)]} for p in found]
    elif value := typed(instruction):
        described["type"], described["value"] = value
    if instruction.inner:
        described["inner"] = {**_node(tree, instruction.inner), **_instruction(tree, instruction.inner)}
    return described


def _arguments(instruction: Instruction) -> list[str]:
    """As BuildKit lists them: each pair of ENV and LABEL is followed by its separator."""
    form = instruction.unit.form
    if form == "inner":
        return []
    if form == "none":
        return [""]
    if form in ("pairs", "legacy"):
        separator = "=" if form == "pairs" else ""
        return [item for key, value in instruction.pairs for item in (key.value, value.value, separator)]
    return [token.value for token in instruction.arguments]


def _comments(tree: Tree, instruction: Instruction) -> list[str]:
    """The comment lines above, as BuildKit keeps them: without directives, and nothing above an empty `#`."""
    gap = tree.gap_before(instruction.start)
    if gap is None:
        return []
    found: list[str] = []
    at = gap[1]
    directives = [directive.span for directive in tree.directives]
    for line in gap[0].text.removeprefix("\ufeff").split("\n"):
        inside = any(span.start <= at + len(line) and at <= span.end for span in directives)
        if line.lstrip().startswith("#") and not inside:
            comment = line[1:].strip()
            found = [*found, comment] if comment else []
        at += len(line) + 1
    return found


def _warning(tree: Tree, instruction: Instruction) -> dict[str, Any]:
    line = _node(tree, instruction)["end"]
    return {"line": line, "short": f"Empty continuation line found in: {instruction.text.strip()}"}


def _stage(tree: Tree, model: Model, stage: Stage) -> dict[str, Any]:
    base = {"stage": stage.base.index} if stage.base else {"image": stage.image}
    final = stage.final
    return {
        "index": stage.index,
        "name": stage.name,
        "base": base,
        "lines": _lines(tree, stage.span),
        "needed": stage.index in model.reachable,
        "variables": _variables(final),
        "environment": dict(sorted(final.env.items())),
        "trails": _trails(tree, model, stage),
        "shell": list(final.shell),
        "user": final.user,
        "workdir": final.workdir,
    }


def _variables(state: State) -> dict[str, str | None]:
    """Values by name; None if one depends on the build or on the base image."""
    return dict(sorted(state.variables.items()))


def _trails(tree: Tree, model: Model, stage: Stage | None) -> dict[str, list[dict[str, Any]]]:
    """By name, the instructions that set a variable, first one first; None is an ARG without a default."""
    found: dict[str, list[dict[str, Any]]] = {}
    for setting in settings(model, stage):
        line = _lines(tree, setting.instruction.keyword.span)[0]
        entry = {"line": line, "cmd": setting.instruction.name, "global": setting.is_global, "value": setting.value}
        found.setdefault(setting.name, []).append(entry)
    return found


def _lines(tree: Tree, span: Span) -> list[int]:
    r"""Lines from 1, split at `\n` only, as in BuildKit."""
    ends = _line_ends(tree)
    return [bisect_left(ends, offset) + 1 for offset in span]


@lru_cache(maxsize=1)
def _line_ends(tree: Tree) -> list[int]:
    return [index for index, character in enumerate(tree.text.string) if character == "\n"]


def _range(tree: Tree, span: Span) -> dict[str, int]:
    start, end = _lines(tree, span)
    return {"start": start, "end": end}


def _shown(value: dict[str, Any]) -> str:
    out = [f"{value['file']}  (escape {value['escape']})"]
    for node in value["nodes"]:
        form = " json" if "json" in node else ""
        flags = "".join(f" {flag}" for flag in node.get("flags", ()))
        out.append(f"  {node['start']}-{node['end']}  {node['cmd']}{flags}{form} {json.dumps(node['args'])}")
        out += [f"      heredoc {doc['name']}: {json.dumps(doc['content'])}" for doc in node.get("heredocs", ())]
    for stage in value["stages"]:
        base = f"stage {stage['base']['stage']}" if "stage" in stage["base"] else stage["base"]["image"] or "unknown"
        out.append(f"  stage {stage['index']} {stage['name'] or ''} from {base}")
        for key, v in stage["variables"].items():
            trail = ", ".join(f"{entry['cmd']} line {entry['line']}" for entry in stage["trails"].get(key, ()))
            out.append(f"      {key} = {'(unknown)' if v is None else v}" + (f"  ({trail})" if trail else ""))
    for error in value.get("errors", ()):
        line = error["lines"][0]["start"]
        out.append(f"  {say('error')}: {say(f'line {line}')}: {say(error['message'])}")
    return "\n".join(out)


def _parser() -> Parser:
    parser = Parser("inspect", "Show the syntax tree and the model of Dockerfiles")
    parser.add_argument("files", nargs="+", metavar="FILE", help="Dockerfiles, or - for standard input")
    parser.add_argument("--json", action="store_true", help="output one JSON object per file and line")
    return parser
