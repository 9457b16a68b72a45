"""Completion of arguments: stages and images, JSON forms, signals, ports, users and folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.ide import pages
from dockwright.ide.completion.commands import shell_values
from dockwright.ide.completion.folders import destinations, held, places, volumes
from dockwright.ide.completion.image_paths import of_folders, of_source
from dockwright.ide.completion.images import images
from dockwright.ide.completion.keys import keys
from dockwright.ide.completion.projects import ports
from dockwright.ide.completion.shell import heredocs
from dockwright.ide.completion.users import user_values
from dockwright.ide.context_sources import paths
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.images import lookup, relative
from dockwright.semantics.state import PROXIES
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_PREDEFINED = ("SOURCE_DATE_EPOCH", "BUILDKIT_SBOM_SCAN_STAGE", "BUILDKIT_SBOM_SCAN_CONTEXT", *PROXIES)
_CHECKS = ("--interval=30s --timeout=3s CMD ",)
_PORTS = ("8080", "80", "3000", "8000", "443", "5000", "8443", "9000")


def values(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterable[Completion]:
    """Proposals for `word` as an argument."""
    match instruction.name:
        case "WORKDIR" | "VOLUME" if typed.endswith("/"):
            return ()  # the name of a folder is complete: Enter inserts a line break
        case "FROM":
            return _from(snapshot, instruction, word, typed)
        case "HEALTHCHECK" if not instruction.arguments or word.start <= instruction.arguments[0].span.start:
            return _plain("keyword", ("CMD", "NONE", *(() if typed or instruction.flags else _CHECKS)), word)
        case "SHELL" if not snapshot.text.slice(Span(instruction.keyword.span.end, word.start)).strip():
            closed = typed == "[" and snapshot.text.string[word.end : word.end + 1] == "]"
            return _plain("value", shell_values(snapshot, instruction), Span(word.start, word.end + closed))
        case "STOPSIGNAL":
            return _signals(word)
        case "WORKDIR":
            seen = _seen(snapshot, "WORKDIR", instruction)
            known = _plain("folder", dict.fromkeys((*seen, *places(snapshot, instruction))), word)
            return _distinct([*known, *of_folders(snapshot, instruction, word, typed)])
        case "VOLUME":
            return volumes(snapshot, instruction, word, typed)
        case "USER":
            return user_values(snapshot, instruction, word, _seen(snapshot, "USER", instruction), typed)
        case "EXPOSE" if "/" in typed:
            port = typed.partition("/")[0]
            return _plain("value", (f"{port}/tcp", f"{port}/udp"), word)
        case "EXPOSE":
            return _ports(snapshot, instruction, word, typed)
        case "ENV" | "LABEL":
            return keys(snapshot, instruction, word, typed)
        case "ARG":
            return _args(snapshot, instruction, word)
        case "COPY" | "ADD":
            if typed.startswith("<<"):
                return heredocs(snapshot, instruction, word)
            if _is_destination(snapshot, instruction, word):
                if typed.endswith("/"):
                    return ()  # the same
                return _plain("folder", destinations(snapshot, instruction), word)
            if instruction.flag("from"):
                named = (path for path in held(snapshot, instruction) if path != typed)  # a path in it may follow
                of_stage = _plain("folder", named, word)
                there = of_source(snapshot, instruction, word, typed)
                return [*_distinct([*of_stage, *there]), *paths(snapshot, instruction, word, typed)]
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
    for name, found in snapshot.context.named_contexts.items() if snapshot.context else ():
        detail = f"named context {found.given.value} ({found.given.label})"
        yield Completion(name, "stage", span, name, detail=detail, sort_text=f"2{name}")


def _from(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    arguments = instruction.arguments
    if arguments and word.start > arguments[0].span.end:
        if len(arguments) < 2 or word.start <= arguments[1].span.start:
            keyword = "as" if instruction.keyword.value.islower() else "AS"
            yield Completion(keyword, "keyword", word, f"{keyword} ", sort_text="0")
        return
    if ":" not in typed:
        yield from named_stages(snapshot, instruction, word, with_indexes=False)
    yield from images(snapshot, instruction, word, typed)


def _signals(word: Span) -> Iterator[Completion]:
    for order, (name, facts) in enumerate(pages.table("signals").items()):
        yield Completion(name, "value", word, name, detail=facts["about"].replace("`", ""), sort_text=f"{order:02}")


def _is_destination(snapshot: Snapshot, instruction: Instruction, word: Span) -> bool:
    """Whether the word may be the last one of a COPY or ADD with other words before it."""
    others = [token for token in instruction.arguments if not token.span.touches(word.end) and token.value != "["]
    return any(token.span.start < word.start for token in others) and not any(
        token.span.start > word.end and token.value not in ("]", '"]') for token in others
    )


def _ports(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The ports of the stage and its base image, then those of web servers; none after a possibly complete number."""
    if len(typed) > 1:
        return
    stage = snapshot.model.stage_at(instruction.start)
    image = stage.root.image or "" if stage else ""
    facts = lookup(image) or relative(image)
    usual = pages.table("ports")
    own = ports(snapshot, instruction)
    for order, (port, name) in enumerate(own.items()):
        yield Completion(port, "value", word, port, detail=f"{name} of the stage", sort_text=f"!{order:02}")
    for order, port in enumerate(port for port in (facts.expose if facts else ()) if port not in own):
        about = usual.get(port.partition("/")[0], "")
        detail = f"{about}, exposed by the base image" if about else "exposed by the base image"
        yield Completion(port, "value", word, port, detail=detail, sort_text=f"{order:02}")
    given = {token.value for token in instruction.arguments} | set(facts.expose if facts else ()) | set(own)
    for order, port in enumerate(port for port in _PORTS if port not in given):
        yield Completion(port, "value", word, port, detail=usual.get(port, ""), sort_text=f"~{order:02}")


def _args(snapshot: Snapshot, instruction: Instruction, word: Span) -> Iterator[Completion]:
    """Global ARGs that the stage has not declared yet, and predefined ones."""
    step = snapshot.model.step_at(instruction.start)
    if step is None:
        return
    given = step.before.globals or {}
    proposed = {name: f"global, {value}" for name, value in given.items() if value is not None}
    proposed |= {name: "set by the build" for name in (*given, *_PREDEFINED) if name not in proposed}
    for name, detail in proposed.items():
        if name not in step.before.variables and name not in step.before.declared:
            order = "0" if detail.startswith("global") else "2" if name in _PREDEFINED else "1"
            yield Completion(name, "variable", word, name, detail=detail, documentation=f"variables/{name}",
                             sort_text=f"{order}{name}")  # fmt: skip


def _seen(snapshot: Snapshot, name: str, instruction: Instruction) -> list[str]:
    """The distinct arguments of other instructions with this name."""
    found = {
        other.arguments[0].value: None
        for other in snapshot.tree.all(name)
        if other.arguments and other.start != instruction.start
    }
    return list(found)


def _distinct(found: Iterable[Completion]) -> list[Completion]:
    """Without proposals that name the same path as an earlier one."""
    kept: dict[str, Completion] = {}
    for one in found:
        kept.setdefault(one.new_text.rstrip("/"), one)
    return list(kept.values())


def _plain(kind: str, words: Iterable[str], span: Span) -> Iterator[Completion]:
    for order, word in enumerate(words):
        yield Completion(word, kind, span, word, sort_text=f"{order:02}")  # type: ignore[arg-type]
