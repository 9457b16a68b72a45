"""Document links: images to their pages, URLs of ADD, the syntax image, files of the build context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.build_context import clean
from dockwright.context.sources import taken
from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.image_names import HUB, parse_reference
from dockwright.text import Span

_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s\"'<>\\^`{|}$]*)?\Z")


@frozen
class Link:
    """A range with a target: a URL, or the absolute path of a file."""

    span: Span
    url: str = ""
    path: str = ""


def links(snapshot: Snapshot) -> list[Link]:
    """All links of a file in text order."""
    return sorted((*_images(snapshot), *_urls(snapshot), *_files(snapshot)), key=lambda link: link.span)


def page_of(image: str) -> str:
    """The URL of an image's page in its registry; empty if there may be none."""
    found = parse_reference(image)
    if found is None or image == "scratch":
        return ""
    host, path = found.host, found.path
    if host in (HUB, "registry-1.docker.io", "registry.hub.docker.com"):
        name = path.removeprefix("library/")
        if path.count("/") > 1:
            return ""
        return f"https://hub.docker.com/r/{name}" if "/" in name else f"https://hub.docker.com/_/{name}"
    parts = path.split("/")
    if host in ("ghcr.io", "lscr.io") and len(parts) > 1:
        return f"https://{host}/{path}"
    if host == "quay.io" and len(parts) == 2:
        return f"https://quay.io/repository/{path}"
    if host == "mcr.microsoft.com":
        return f"https://mcr.microsoft.com/artifact/mar/{path}"
    if host == "gcr.io" or host.endswith(".gcr.io"):
        return f"https://{host}/{path}"
    if host == "public.ecr.aws" and len(parts) > 1:
        return f"https://gallery.ecr.aws/{path}"
    if host == "registry.gitlab.com" and len(parts) > 1:
        return f"https://gitlab.com/{parts[0]}/{parts[1]}/container_registry"
    return ""


def _images(snapshot: Snapshot) -> Iterator[Link]:
    for reference in snapshot.model.references:
        image = reference.source.image if reference.kind == "from" else reference.token.value
        if reference.target is None and not (reference.kind != "from" and image and image.isdigit()):
            url = page_of(image or "") or page_of(_without_tag(reference.token.value))
            if url:
                yield Link(reference.token.span, url)
    for directive in snapshot.tree.directives:
        if directive.name == "syntax" and (url := page_of(directive.value.split()[0])):
            yield Link(directive.value_span, url)


def _without_tag(word: str) -> str:
    """The name of an image whose tag depends on a variable; empty if the name may, too."""
    fixed = word.partition("$")[0]
    name, colon, _ = fixed.rpartition(":")
    return name if colon and "/" not in word[len(name) :] and not set(name) & set("\\\"'`") else ""


def _urls(snapshot: Snapshot) -> Iterator[Link]:
    for stage in snapshot.model.stages:
        for step in stage.all("ADD"):
            for token in step.instruction.arguments[:-1]:
                url = step.before.expand(token.value, snapshot.tree.escape) if "://" in token.value else None
                if url and _URL.match(url):
                    yield Link(token.span, url.partition("#")[0] if ".git#" in url else url)


def _files(snapshot: Snapshot) -> Iterator[Link]:
    context = snapshot.context
    if context is None or not context.place:
        return
    for source in taken(snapshot.model):
        path = clean(source.path)
        if path and [entry.path for entry in context.named(path)[:2]] == [path]:
            yield Link(source.token.span, path=context.located(path))
