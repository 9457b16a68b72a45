"""ShellCheck for the shell scripts of a file: its input, and its remarks as findings with exact ranges.

`lsp` and `cli` run the program; this module only converts values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.profiles import shellcheck_locks
from dockwright.findings.shell.effects import without_effect
from dockwright.findings.shell.shellcheck_filter import worth_saying
from dockwright.findings.shell.shellcheck_values import Remark, Remarks, Request
from dockwright.image.families import family
from dockwright.image.run_text import body_of, source_span
from dockwright.image.windows import is_windows
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import PROXY_NAMES
from dockwright.text import Edit, Span

OPTIONS = ("--norc", "--format=json1", "--exclude=SC1075,SC1090,SC1091,SC1128,SC2148,SC2187")
"""Excluded: remarks about missing files, about the two lines that we put above each script, and about a line break in
`else if`, where continued lines have none."""

_CD_UNCHECKED = "SC2164"
_HEADER_LINES = 2
_DIALECTS = {"sh": "sh", "ash": "busybox", "busybox": "busybox", "dash": "dash", "bash": "bash", "ksh": "ksh"}
_LONGEST = 200
_SPECIAL = pattern(r"['\n\r\0]")
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ALWAYS = ("PATH", *PROXY_NAMES)

_LEVELS = {
    "error": (Severity.WARNING, Severity.ERROR),
    "warning": (Severity.INFORMATION, Severity.WARNING),
    "info": (Severity.HINT, Severity.INFORMATION),
    "style": (Severity.HINT, Severity.HINT),
}
"""ShellCheck's levels in the default profile and in hadolint's. A script with an error may still build."""

_CONFIGURED = {
    "off": Severity.OFF,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
    "hint": Severity.HINT,
}


def requests(model: Model) -> list[Request]:
    """Every distinct script of a file that ShellCheck supports."""
    return list(dict.fromkeys(request for stage in model.stages for _, request in _asked(stage)))


def read(output: str, asked: Sequence[Request]) -> dict[Request, tuple[Remark, ...]]:
    """Parse ShellCheck's output, in which files are named by request index; scripts without remarks are included."""
    found: dict[Request, list[Remark]] = {request: [] for request in asked}
    try:
        comments = json.loads(output)["comments"]
    except (ValueError, KeyError, TypeError):
        return {}
    for comment in comments:
        index = int(re.sub(r"\D", "", comment["file"].replace("\\", "/").rpartition("/")[2]) or -1)
        if 0 <= index < len(asked):
            request = asked[index]
            lines = _line_starts(request.text)
            if comment["line"] > _HEADER_LINES:
                found[request].append(_remark(comment, lines, len(request.text)))
    return {request: worth_saying(remarks, request.text, request.dialect) for request, remarks in found.items()}


def findings(stage: Stage, remarks: Remarks, config: Config) -> Iterator[Finding]:
    """The findings in one stage, with spans from its start."""
    hadolint = config.profile == "hadolint"
    for step, request in _asked(stage):
        for remark in remarks.known.get(request, ()):
            severity = _severity(remark, config)
            told = not hadolint and remark.code == _CD_UNCHECKED and _is_told_of(step)
            if severity is not Severity.OFF and not told:
                yield _finding(step, remark, severity)


def _is_told_of(step: Step) -> bool:
    """Whether `effect-ends-with-run` already reports that a RUN has no lasting effect."""
    body = body_of(step)
    return body is not None and any(without_effect(body))


def _asked(stage: Stage) -> tuple[tuple[Step, Request], ...]:
    shell = _shell_of(stage)
    found: tuple[tuple[Step, Request], ...] | None = stage.body.memo.get(("shellcheck", shell))
    if found is None:
        steps = stage.alone.all("RUN", "ONBUILD")
        pairs = [(step, request) for step in steps if (request := _request(step, shell))]
        found = stage.body.memo["shellcheck", shell] = tuple(pairs)
    return found


def _shell_of(stage: Stage) -> str:
    """The shell that `/bin/sh` is in the images of a family; `sh` if not known or a plain one."""
    if is_windows(stage):
        return "cmd"
    return {"alpine": "busybox", "busybox": "busybox", "rhel": "bash", "suse": "bash", "windows": "cmd"}.get(
        family(stage), "sh"
    )


def _request(step: Step, shell: str) -> Request | None:
    body = body_of(step)
    if body is None or not body.text.strip():
        return None
    program = step.before.shell[0].rpartition("/")[2]
    first = body.text.partition("\n")[0]
    if first.startswith("#!"):
        program = first.split()[-1].rpartition("/")[2]
    elif program == "sh" and not (step.before.shell_set and shell == "cmd"):
        program = shell
    dialect = _DIALECTS.get(program)
    if dialect is None:
        return None
    known = dict.fromkeys((*_ALWAYS, *step.before.declared)) | dict(step.before.variables)
    variables = ((name, _plain(value)) for name, value in sorted(known.items()) if _NAME.match(name))
    return Request(body.text, dialect, tuple(variables))


def _plain(value: str | None) -> str | None:
    """A value that can be written literally into a script, on one line."""
    return value if value is not None and len(value) < _LONGEST and not _SPECIAL.search(value) else None


def _finding(step: Step, remark: Remark, severity: Severity) -> Finding:
    unit, start = step.instruction.unit.inner or step.instruction.unit, step.instruction.start
    edits = tuple(Edit(source_span(unit, edit.span).shifted(start), edit.new) for edit in remark.edits)
    fixes = (Fix(f"Do as {remark.code} says", edits, safe=False),) if edits else ()
    span = source_span(unit, remark.span).shifted(start)
    return Finding(span, remark.message, fixes, code=remark.code, severity=severity)


def _severity(remark: Remark, config: Config) -> Severity:
    """The level by the settings; a policy that locks the code makes it no quieter than its own settings do."""
    level = _own_severity(remark, config) if config.shellcheck.enable else Severity.OFF
    for lock in shellcheck_locks(config, remark.code) if config.locks else ():
        floor = _own_severity(remark, lock.config)
        level = min(level or floor, floor or level)
    return level


def _own_severity(remark: Remark, config: Config) -> Severity:
    for name, level in config.rules.items():
        if name.upper() == remark.code:
            return _CONFIGURED[level]
    return _LEVELS.get(remark.level, _LEVELS["style"])[config.profile == "hadolint"]


def _remark(comment: Mapping[str, Any], lines: list[int], end: int) -> Remark:
    fix = comment.get("fix") or {"replacements": []}
    edits = [Edit(_span(replacement, lines, end), replacement["replacement"]) for replacement in fix["replacements"]]
    in_text = all(replacement["line"] > _HEADER_LINES for replacement in fix["replacements"])
    return Remark(
        f"SC{comment['code']}",
        comment["level"],
        comment["message"],
        _span(comment, lines, end),
        tuple(edits) if in_text else (),
    )


def _span(place: Mapping[str, Any], lines: list[int], end: int) -> Span:
    first = _offset(place["line"], place["column"], lines, end)
    return Span(first, max(first, _offset(place["endLine"], place["endColumn"], lines, end)))


def _offset(line: int, column: int, lines: list[int], end: int) -> int:
    index = max(line - 1 - _HEADER_LINES, 0)
    if index >= len(lines):
        return end
    return min(lines[index] + column - 1, end)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts += [index + 1 for index, character in enumerate(text) if character == "\n"]
    return starts
