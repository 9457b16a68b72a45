"""The users of an image, as far as the file and what is known of its base tell."""

from __future__ import annotations

from dockwright.ide import pages
from dockwright.image import accounts
from dockwright.semantics import images
from dockwright.semantics.image_names import HUB, parse_reference
from dockwright.semantics.stage import Stage


def users(stage: Stage, before: int) -> list[str]:
    """The users known at `before` in a stage, those that the file creates first."""
    found = dict.fromkeys(made.name for made in accounts.accounts_made(stage, before))
    image = stage.root.image or ""
    name = parse_reference(image) if image else None
    facts = images.lookup(image)
    table = pages.table("images")["users"]
    if facts and facts.user:
        found[facts.user] = None
    family = name.official or ("" if name.host == HUB else name.path.partition("/")[0]) if name else ""
    found |= dict.fromkeys(table.get(family, ()))
    return list(found)
