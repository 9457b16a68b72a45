"""`wrong-libc`: a program for another C library than that of the image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import INSTRUCTIONS, rule
from dockwright.image.built_stage import origins
from dockwright.image.starting.libc import has_glibc_2_34, library_of, without_glibc, without_musl
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain

_RELEASE = pattern(r"/target/(?:release|debug)/[^/*]+\Z")
_STATIC = pattern(r"musl|-static|crt-static|RUSTFLAGS|--target|BUILD_TARGET|zigbuild|\.cargo")

_WIDE = pattern(r"\s[\"']?/(?:usr/?|\.)?[\"']?\s*\]?\s*\Z")
_OF_C = ("gcc", "debian", "ubuntu", "buildpack-deps")


@rule("wrong-libc", Severity.WARNING, on=INSTRUCTIONS)
def wrong_libc(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        if not origins(stage):
            continue
        name = without_glibc(stage)
        for step in stage.all("COPY") if name else ():
            built = _built_by(model, stage, step)
            if built is None and (found := _taken_from(model, stage, step, "glibc")):
                yield Finding(step.instruction.arguments[0].span, _linked(*found, name))
            if built is not None:
                token = step.instruction.arguments[0]
                how = "build for musl" if built == "cargo" else "link with `-static`"
                message = f"`{built}` linked this to glibc, which {name} lacks; {how} or use another base image"
                yield Finding(token.span, message)
        yield from _too_new(model, stage) if not name else ()
        other = without_musl(stage) if not name else ""
        for step in stage.all("COPY") if other else ():
            if found := _taken_from(model, stage, step, "musl"):
                yield Finding(step.instruction.arguments[0].span, _linked(*found, other))


def _too_new(model: Model, stage: Stage) -> Iterator[Finding]:
    """Programs built in a release with a newer glibc than that of the stage, in which they do not start."""
    if has_glibc_2_34(stage) is not False:
        return
    if any("libc" in unit.text for part in chain(stage) for unit in part.body.units):
        return
    for step in stage.all("COPY"):
        built = _built_by(model, stage, step)
        flag = step.instruction.flag("from")
        origin = model.stage_referred(flag.value or "") if flag else None
        if built is not None and origin is not None and has_glibc_2_34(origin):
            new, old = origin.root.image, stage.root.image
            message = f"`{built}` linked this to the glibc of `{new}`, newer than that of `{old}`; use one release"
            yield Finding(step.instruction.arguments[0].span, message)


def _linked(program: str, reference: str, library: str, name: str) -> str:
    return f"`{program}` of `{reference}` is linked to {library}, which {name} lacks; copy it from another image"


def _taken_from(model: Model, stage: Stage, step: Step, library: str) -> tuple[str, str, str] | None:
    """A program that a COPY copies from an image: its name, the image and the C library that it needs."""
    flag, arguments = step.instruction.flag("from"), step.instruction.arguments
    if not flag or not flag.value or "$" in flag.value or len(arguments) != 2:
        return None
    origin = model.stage_referred(flag.value)
    if any(_WIDE.search(other.instruction.unit.text) for other in stage.all("COPY", "ADD") if other != step):
        return None  # it may copy a whole system
    reference = flag.value if origin is None else origin.root.image or ""
    path = arguments[0].value
    if origin is not None:
        texts = [unit.text for part in chain(origin) for unit in part.body.units[1:] if unit.name != "FROM"]
        if "$" in origin.root.base_word or any(path in text or "musl" in text for text in texts):
            return None
    found = library_of(reference, path)
    return (path.rpartition("/")[2], reference, found) if found == library else None


def _built_by(model: Model, stage: Stage, step: Step) -> str | None:
    """The compiler that created the copied program, if it certainly links to glibc."""
    flag, arguments = step.instruction.flag("from"), step.instruction.arguments
    if not flag or not flag.value or len(arguments) != 2:
        return None
    origin = model.stage_referred(flag.value)
    if origin is None or origin.index >= stage.index:
        return None
    image = origin.root.image or ""
    name = image.partition("@")[0].rpartition("/")[2].partition(":")[0] if "/" not in image else ""
    if name not in ("rust", *_OF_C):
        return None
    texts = [unit.text for part in chain(origin) for unit in part.body.units]
    if "$" in origin.root.base_word or "alpine" in image or "musl" in image or any(map(_STATIC.search, texts)):
        return None
    source = arguments[0].value
    if name == "rust" and _RELEASE.search(source) and any("cargo build" in text for text in texts):
        return "cargo"
    folder = re.escape(source.rpartition("/bin/")[0])
    if (
        name == "rust"
        and folder
        and any(re.search(rf"cargo install\b[^\n]*--root[= ]{folder}/?(?=\s|\Z)", one) for one in texts)
    ):
        return "cargo"
    if name in _OF_C:
        made = re.compile(rf"\b(gcc|g\+\+|cc|clang)\s(?:[^\n&;|]*\s)?-o\s*{re.escape(source)}(?=\s|$)")
        for text in texts:
            if text.upper().startswith("RUN") and (found := made.search(text)) and " -c " not in found[0]:
                return found[1]
    return None
