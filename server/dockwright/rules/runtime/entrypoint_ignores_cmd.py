"""`entrypoint-ignores-cmd`: the script of ENTRYPOINT never uses its arguments, so CMD has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.image.starting.entry_script import ignores_words


@rule("entrypoint-ignores-cmd", Severity.WARNING, on=("CMD", "ENTRYPOINT", "COPY", "ADD", "RUN", "WORKDIR", "VOLUME"))
def entrypoint_ignores_cmd(scene: BuiltStage) -> Iterator[Finding]:
    stage = scene.stage
    entries, commands = stage.all("ENTRYPOINT")[-1:], stage.all("CMD")[-1:]
    if not entries or not commands or stage.is_base or stage.all("VOLUME") or not commands[0].instruction.arguments:
        return
    script = ignores_words(scene.files, scene.image, stage)
    if script:
        place = entries[0].instruction.arguments_span
        message = f'`{script}` never uses its arguments, so CMD does not run; end the script with `exec "$@"`'
        related = (Related(place, "This starts the script"),)
        yield Finding(commands[0].instruction.arguments_span, message, related=related)
