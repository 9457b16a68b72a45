"""Completion of arguments: stages and images, JSON forms, signals, ports, users and folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.ide.context_sources import paths
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

SIGNALS = ("SIGTERM", "SIGINT", "SIGQUIT", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGRTMIN+3")
SHELLS = (
    '["/bin/bash", "-o", "pipefail", "-c"]',
    '["/bin/sh", "-c"]',
    '["/bin/ash", "-eo", "pipefail", "-c"]',
    '["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
    '["pwsh", "-Command"]',
    '["cmd", "/S", "/C"]',
)


def values(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterable[Completion]:
    """What may stand as an argument at `word`."""
    match instruction.name:
        case "FROM":
            return _from(snapshot, instruction, word)
        case "HEALTHCHECK" if not instruction.arguments or word.start <= instruction.arguments[0].span.start:
            return _plain("keyword", ("CMD", "NONE"), word)
        case "SHELL" if not instruction.arguments:
            return _plain("value", SHELLS, word)
        case "STOPSIGNAL":
            return _plain("value", SIGNALS, word)
        case "WORKDIR":
            return _plain("folder", _seen(snapshot, "WORKDIR", instruction), word)
        case "USER":
            return _plain("value", _seen(snapshot, "USER", instruction), word)
        case "EXPOSE" if typed.endswith("/"):
            return _plain("value", (f"{typed}tcp", f"{typed}udp"), word)
        case "ARG":
            return _args(snapshot, instruction, word)
        case "COPY" | "ADD":
            return paths(snapshot, instruction, word, typed)
    return ()


def named_stages(
    snapshot: Snapshot, instruction: Instruction, span: Span, *, with_indexes: bool
) -> Iterator[Completion]:
    """The stages above an instruction, the nearest first."""
    own = snapshot.model.stage_at(instruction.start)
    above = snapshot.model.stages[: own.index] if own else []
    for order, stage in enumerate(reversed(above)):
        token = stage.base_token
        detail = f"stage {stage.index}, FROM {token.value}" if token else f"stage {stage.index}"
        if stage.name:
            yield Completion(stage.name, "stage", span, stage.name, detail=detail, sort_text=f"0{order:03}")
        elif with_indexes:
            yield Completion(str(stage.index), "stage", span, str(stage.index), detail=detail, sort_text=f"1{order:03}")


def _from(snapshot: Snapshot, instruction: Instruction, word: Span) -> Iterator[Completion]:
    arguments = instruction.arguments
    if arguments and word.start > arguments[0].span.end:
        if len(arguments) < 2 or word.start <= arguments[1].span.start:
            keyword = "as" if instruction.keyword.value.islower() else "AS"
            yield Completion(keyword, "keyword", word, f"{keyword} ", sort_text="0")
        return
    yield from named_stages(snapshot, instruction, word, with_indexes=False)
    yield Completion("scratch", "image", word, "scratch", detail="an empty image", sort_text="2")
    seen = {stage.image for stage in snapshot.model.stages if stage.image and stage.start != instruction.start}
    for order, image in enumerate(sorted(seen - {"scratch"})):
        yield Completion(image, "image", word, image, detail="used in this file", sort_text=f"1{order:03}")


def _args(snapshot: Snapshot, instruction: Instruction, word: Span) -> Iterator[Completion]:
    """Global ARGs that the stage has not declared yet, and the predefined ones."""
    step = snapshot.model.step_at(instruction.start)
    if step is None or step.before.globals is None:
        return
    for name, value in step.before.globals.items():
        if name not in step.before.variables and name not in step.before.declared:
            detail = f"global, {value}" if value is not None else "set by the build"
            order = "1" if value is None else "0"
            yield Completion(name, "variable", word, name, detail=detail, documentation=f"variables/{name}",
                             sort_text=f"{order}{name}")  # fmt: skip


def _seen(snapshot: Snapshot, name: str, instruction: Instruction) -> list[str]:
    """The arguments of other instructions of this name, each once."""
    found = {
        other.arguments[0].value: None
        for other in snapshot.tree.all(name)
        if other.arguments and other.start != instruction.start
    }
    return list(found)


def _plain(kind: str, words: Iterable[str], span: Span) -> Iterator[Completion]:
    for order, word in enumerate(words):
        yield Completion(word, kind, span, word, sort_text=f"{order:02}")  # type: ignore[arg-type]
