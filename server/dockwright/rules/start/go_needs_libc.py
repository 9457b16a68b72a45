"""`go-needs-libc`: a Go program that is linked to glibc, in an image without glibc."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.inputs.go_imports import links_libc
from dockwright.image.starting.libc import without_glibc
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import resolve
from dockwright.text import Edit, Span

_GOLANG = pattern(r"(?:docker\.io/)?(?:library/)?golang(?::(?!.*(?:alpine|windows|nanoserver))[\w.-]+)?\Z")
_BUILD = pattern(r"(?<![\w./-])go[ \t]+(build|install)\b([^;&|\n]*)")
_STATIC = pattern(r"CGO_ENABLED|GOARCH|GOOS=(?!linux)|GOFLAGS|netgo|-static|musl|zig|\bgo[ \t]+env|make\b")
_VALUED = frozenset({"-o", "-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p", "-C", "-buildmode", "-modfile"})


class _Built(NamedTuple):
    """A `go build`: its output path, its package, and the edit that puts an assignment before it."""

    output: str
    package: str
    edit: Edit


@rule("go-needs-libc", Severity.WARNING, on=("RUN", "ENV", "ARG", "WORKDIR", "COPY"))
def go_needs_libc(around: Surroundings) -> Iterator[Finding]:
    for stage in around.model.stages:
        name = without_glibc(stage)
        for step in stage.all("COPY") if name else ():
            flag, arguments = step.instruction.flag("from"), step.instruction.arguments
            origin = around.model.stage_referred(flag.value) if flag and flag.value and len(arguments) == 2 else None
            if origin is None or origin.index >= stage.index or not _GOLANG.match(origin.root.image or ""):
                continue
            source = resolve("/", arguments[0].value)
            built = next((one for one in _built(origin) if source == one.output), None)
            why = links_libc(around.context, built.package) if built and _copies_all(origin, around.context) else None
            if why is None or built is None:
                continue
            fix = Fix("Build it with `CGO_ENABLED=0`", (built.edit,), safe=False)
            what, instead = f"`{why}`", "build it with `CGO_ENABLED=0`"
            if why == "C":
                what, instead = "`cgo`", "use another base image or link with `-static`"
            message = f"{what} links this to glibc, which {name} lacks; {instead}"
            fixes = (fix,) if why != "C" else ()
            yield Finding(arguments[0].span, message, fixes, doubtful=not around.context.sure)


def _built(stage: Stage) -> Iterator[_Built]:
    """The outputs of `go build` in a stage, if nothing asks for static linking."""
    stages = chain(stage)
    texts = [unit.text for part in stages for unit in part.body.units]
    if "$" in stage.root.base_word or any(map(_STATIC.search, texts)) or any("--platform" in text for text in texts):
        return
    for part in stages:
        for step in part.all("RUN"):
            joined = step.instruction.unit.joined
            for match in _BUILD.finditer(joined.string):
                words = match[2].replace("'", "").replace('"', "").split()
                given = dict(pairwise(words))
                operands = [
                    word
                    for word, before in zip(words, ["", *words[:-1]], strict=True)
                    if not word.startswith("-") and before not in _VALUED
                ]
                output = resolve(step.before.workdir, given.get("-o", ""))
                if match[1] != "build" or "-o" not in given or output is None or len(operands) > 1 or "-C" in given:
                    continue
                at = joined.span(match.start(), match.start()).start + step.instruction.start
                package = posixpath.normpath(operands[0]) if operands else "."
                yield _Built(output, "" if package == "." else package, Edit(Span(at, at), "CGO_ENABLED=0 "))


def _copies_all(stage: Stage, context: Context) -> bool:
    """Whether its working folder is a copy of the context."""
    for part in chain(stage):
        for step in part.all("COPY"):
            words = [token.value for token in step.instruction.arguments]
            folder = step.before.workdir
            if not step.instruction.flag("from") and words[:1] in (["."], ["./"]) and len(words) == 2 and folder:
                return resolve(folder, words[1]) == resolve(part.final.workdir, ".")
    return False
