"""Completion of images: those that the file uses, Docker official images, and their well-known tags."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.image_names import ImageName, parse_reference
from dockwright.semantics.images import is_deprecated, lookup, names, tags
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_FIRST = ("alpine", "debian", "ubuntu", "node", "python", "golang", "rust", "nginx", "eclipse-temurin", "php", "ruby",
          "busybox", "postgres", "redis", "maven", "gradle", "httpd", "mysql", "mariadb", "mongo")  # fmt: skip


def images(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The images that a FROM may name, or their tags once a name is there."""
    name, colon, tag = typed.rpartition(":")
    if colon and "/" not in tag:
        yield from _tags(snapshot, instruction, name, Span(word.end - len(tag), word.end))
        return
    yield Completion("scratch", "image", word, "scratch", detail="an empty image", sort_text="2")
    for order, image in enumerate(sorted(used(snapshot, instruction, "from"))):
        yield Completion(image, "image", word, image, detail="used in this file", sort_text=f"1{order:03}")
    about = pages.table("images")["about"]
    ordered = [*_FIRST, *(name for name in names() if name not in _FIRST)]
    for order, image in enumerate(ordered):
        yield Completion(
            image, "image", word, image, detail=about.get(image, ""), documentation=f"images/{image}",
            sort_text=f"3{order:03}", deprecated=is_deprecated(image),
        )  # fmt: skip


def used(snapshot: Snapshot, instruction: Instruction, *kinds: str) -> set[str]:
    """The images that other instructions of the file name, in `from`, `copy` or `mount`."""
    return {
        image
        for reference in snapshot.model.references
        if reference.kind in kinds and reference.target is None and reference.instruction.start != instruction.start
        if (image := reference.source.image if reference.kind == "from" else reference.token.value)
        and image != "scratch"
        and not image.isdigit()
    }


def _tags(snapshot: Snapshot, instruction: Instruction, name: str, span: Span) -> Iterator[Completion]:
    image = parse_reference(name)
    if image is None:
        return
    known = tags(image.official) if image.official else ()
    seen = {tag: None for tag in sorted(_seen(snapshot, instruction, image)) if tag not in known}
    for order, tag in enumerate((*seen, *known)):
        facts = lookup(f"{image.official}:{tag}") if tag in known else None
        detail = " ".join(filter(None, (facts.distro, facts.release))) if facts else ""
        yield Completion(
            tag, "image", span, tag, detail=detail or ("" if tag in known else "used in this file"),
            documentation=f"images/{name}:{tag}" if facts else "", sort_text=f"{order:03}",
        )  # fmt: skip


def _seen(snapshot: Snapshot, instruction: Instruction, image: ImageName) -> Iterator[str]:
    for other in used(snapshot, instruction, "from", "copy", "mount"):
        found = parse_reference(other)
        if found and found.tag and (found.host, found.path) == (image.host, image.path):
            yield found.tag.value
