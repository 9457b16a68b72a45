"""Commands of `dotnet` that only the SDK has, in images of .NET that only run programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding
from dockwright.findings.stage_text import says
from dockwright.image.bases.base_versions import language
from dockwright.image.built_stage import BuiltStage
from dockwright.image.run_text import source_span
from dockwright.image.starting.started_programs import started
from dockwright.text import Span

_OF_SDK = frozenset({"restore", "build", "publish", "run", "test", "pack", "tool", "ef", "new", "watch", "msbuild"})
"""Commands of `dotnet` that only its SDK has."""


def needs_sdk(scene: BuiltStage) -> Iterator[Finding]:
    """Where an image of .NET that only runs programs should build one."""
    has = language(scene.image.base.reference)
    if has is None or has.variant not in ("aspnet", "runtime", "runtime-deps") or says(scene, _BRINGS_SDK):
        return
    for index, step in enumerate(scene.stage.steps):
        name, offset = step.instruction.name, step.instruction.start
        found: list[tuple[str, str, Span, bool]] = []
        if name == "RUN":
            built = scene.at(index)
            for ran, _ in built.commands:
                span = source_span(built.instruction.unit, ran.span).shifted(offset)
                found.append((ran.name or "", (*ran.values, "")[0], span, ran.certain and ran.fatal))
        elif name in ("CMD", "ENTRYPOINT") and not scene.stage.is_base:
            found += [(one.name, one.words[0][0] if one.words else "", one.span, True) for one in started(step)]
        for program, command, span, sure in found:
            if program.rpartition("/")[2] == "dotnet" and command in _OF_SDK:
                message = f"`{has.image}` only runs programs; `dotnet {command}` needs the image `sdk`"
                yield Finding(span, message, doubtful=not sure or "$" in scene.stage.root.base_word)
                return


_BRINGS_SDK = re.compile(r"dotnet-sdk|dotnet-install|/usr/share/dotnet|DOTNET_ROOT|sdk")
