"""XML elements as text."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, attributes: dict[str, object], children: str = "") -> str:
    """An element; characters that XML does not allow are replaced."""
    told = "".join(f" {key}={quoteattr(_ILLEGAL.sub(chr(0xFFFD), str(value)))}" for key, value in attributes.items())
    return f"<{name}{told}>\n{children}</{name}>\n" if children else f"<{name}{told}/>\n"


def document(root: str) -> str:
    """A complete document."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}'
