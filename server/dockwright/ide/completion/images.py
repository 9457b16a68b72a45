"""Completion of images: those used in the file, Docker official images, and their well-known tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.image_names import ImageName, parse_reference
from dockwright.semantics.images import all_tags, is_deprecated, lookup, names, tags
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_FIRST = ("alpine", "debian", "ubuntu", "node", "python", "golang", "rust", "nginx", "eclipse-temurin", "php", "ruby",
          "busybox", "postgres", "redis", "maven", "gradle", "httpd", "mysql", "mariadb", "mongo")  # fmt: skip


def images(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Images for a FROM, or tags after the name of an image."""
    name, colon, tag = typed.rpartition(":")
    if colon and "/" not in tag:
        yield from _tags(snapshot, instruction, name, Span(word.end - len(tag), word.end))
        return
    own = used(snapshot, instruction, "from")
    for order, image in enumerate(sorted(own)):
        yield Completion(image, "image", word, image, detail="used in this file", sort_text=f"1{order:03}")
    others = [image for image in _elsewhere(snapshot) if image not in own]
    for order, image in enumerate(others):
        yield Completion(image, "image", word, image, detail="used in the workspace", sort_text=f"20{order:03}")
    about = {**pages.table("images")["about"], "scratch": "an empty image"}
    ordered = [*_FIRST, "scratch", *sorted((name for name in names() if name not in _FIRST), key=is_deprecated)]
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


def _elsewhere(snapshot: Snapshot) -> Iterable[str]:
    """The base images in other Dockerfiles of the workspace, the most used first."""
    return snapshot.context.bases if snapshot.context else ()


def _tags(snapshot: Snapshot, instruction: Instruction, name: str, span: Span) -> Iterator[Completion]:
    image = parse_reference(name)
    if image is None:
        return
    known = tags(image.official) if image.official else ()
    if span.end > span.start and image.official:
        known = tuple(
            dict.fromkeys((*known, *all_tags(image.official)))
        )  # tags of older versions, after the start of one
    seen = {tag: None for tag in sorted(_seen(snapshot, instruction, image)) if tag not in known}
    for order, tag in enumerate(
        sorted((*seen, *known), key="latest".__eq__)
    ):  # a rule reports `latest`, so it comes last
        facts = lookup(f"{image.official}:{tag}") if tag in known else None
        detail = " ".join(filter(None, (facts.distro, facts.release))) if facts else ""
        yield Completion(
            tag, "image", span, tag, detail=detail or ("" if tag in known else "already used"),
            documentation=f"images/{name}:{tag}" if facts else "", sort_text=f"{order:03}",
        )  # fmt: skip


def _seen(snapshot: Snapshot, instruction: Instruction, image: ImageName) -> Iterator[str]:
    for other in {*used(snapshot, instruction, "from", "copy", "mount"), *_elsewhere(snapshot)}:
        found = parse_reference(other)
        if found and found.tag and (found.host, found.path) == (image.host, image.path):
            yield found.tag.value
