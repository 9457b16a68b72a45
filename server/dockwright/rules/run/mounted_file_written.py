"""`mounted-file-written`: a RUN writes to a file that the engine creates for each container."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.effects.of_command import effect
from dockwright.image.effects.places import place_of
from dockwright.image.run_text import source_span

_INSTEAD = {
    "/etc/hosts": "use `--add-host`, or `extra_hosts` in Compose",
    "/etc/resolv.conf": "use `--dns`, or `dns` in Compose",
    "/etc/hostname": "use `--hostname`, or `hostname` in Compose",
}

_READ_ONLY = frozenset({"/etc/hosts", "/etc/resolv.conf"})
"""The files that BuildKit mounts into each RUN."""


@rule("mounted-file-written", Severity.WARNING, on=("RUN", "COPY", "ADD"))
def mounted_file_written(step: BuildStep, config: Config) -> Iterator[Finding]:
    if step.instruction.name in ("COPY", "ADD"):
        found = step.instruction
        target = step.step.before.expand(found.arguments[-1].value, found.unit.escape) if found.arguments else None
        if target in _INSTEAD:
            yield Finding(found.arguments[-1].span, _message(target, False))
        return
    if not any(path.rpartition("/")[2] in step.instruction.unit.text for path in _INSTEAD):
        return
    seen: set[str] = set()
    written = {}
    for index, (ran, image) in enumerate(step.commands):
        paths = {change.path for change in effect(ran, image).paths if change.operation in ("file", "edit", "any")}
        if ran.name == "sed" and any(value.startswith(("-i", "--in-place")) for value in ran.values):
            paths |= {place_of(word, ran) or "" for word in ran.words[1:]}
        for path in paths & _INSTEAD.keys() - seen:
            seen.add(path)
            written[path] = index, source_span(step.instruction.unit, ran.span)
    for path, (index, span) in written.items():
        fails = config.engine == "buildkit" and path in _READ_ONLY and step.commands[index][0].fatal
        if fails or not _is_used(step, path, index):
            yield Finding(span, _message(path, fails))


def _is_used(step: BuildStep, path: str, index: int) -> bool:
    """Whether a later command of the RUN may need what was written, which exists until the RUN ends."""
    quick = {"echo", "printf", "cat", "sed", "true", ":", "rm", "cp", "mv", "tee", "grep", "mkdir", "chmod", "chown"}
    return any(ran.name not in quick for ran, _ in step.commands[index + 1 :])


def _message(path: str, fails: bool) -> str:
    if fails:
        return f"BuildKit mounts `{path}` read-only, so this fails; {_INSTEAD[path]}"
    return f"Containers get their own `{path}`, so this is lost; {_INSTEAD[path]}"
