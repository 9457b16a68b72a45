"""Whether a COPY or ADD directly names a file that an ignore file leaves out, which is reported at that instruction."""

from __future__ import annotations

from dockwright.context.build_context import Context, clean
from dockwright.image.image import Image


def is_named(image: Image, context: Context, path: str) -> bool:
    """True if a source without any files left would provide the file at a path of the context."""
    at: Image | None = image
    while at is not None:
        for change in at.effect.paths:
            copied = change.copied
            if copied is not None and not copied.origin and copied.content is None:
                for source in copied.sources:
                    fate = context.fate(source)
                    if (
                        not fate.sent
                        and fate.left_out
                        and any(one.path == path for one in context.named(clean(source)))
                    ):
                        return True
        at = at.before
    return False
