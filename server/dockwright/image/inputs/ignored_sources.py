"""Whether a COPY or ADD names a file that an ignore file leaves out, or misspells one: reported at that instruction."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.build_context import Context, clean
from dockwright.context.sources import is_certainly_wrong
from dockwright.image.image import Image


def is_named(image: Image, context: Context, path: str) -> bool:
    """True if a source without any files left would provide the file at a path of the context."""
    return any(
        not (fate := context.fate(source)).sent
        and fate.left_out
        and any(one.path == path for one in context.named(clean(source)))
        for source in _copied(image)
    )


def is_misspelt(image: Image, context: Context, name: str) -> bool:
    """True if a missing source is, or resembles, a file of this name and is certainly wrong."""
    sources = list(_copied(image))
    return any(
        not context.fate(source).exists
        and any(posixpath.basename(one) == name for one in (clean(source), *context.nearest(clean(source))))
        and is_certainly_wrong(context, clean(source), sources)
        for source in sources
    )


def _copied(image: Image) -> Iterator[str]:
    """The sources that instructions copy from the context."""
    at: Image | None = image
    while at is not None:
        for change in at.effect.paths:
            copied = change.copied
            if copied is not None and not copied.origin and copied.content is None:
                yield from copied.sources
        at = at.before
