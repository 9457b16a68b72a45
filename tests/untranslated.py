"""Which texts of the command line, the editor and the settings no catalogue has: each is looked up with samples in the
places of what is filled in.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

from dockwright.l10n.catalogue import Catalogue, template
from dockwright.l10n.parts import said
from spoken import CLIENT, texts

LEFT = Path(__file__).with_name("texts_in_english.txt")
"""Those that stay in English: what tools read, examples of code, protocol errors, and parts of other texts."""
PARTS = ("cli", "config", "context", "embedded", "findings", "ide", "lsp", "plan")
"""What speaks to people; coding agents are told in English. The extension has tables of its own, looked up below."""
SCHEMA = ("config/choices", "config/model")
"""Descriptions of settings, for the schema; the manifest of the extension has its own translations."""
_PLACE = re.compile(r"\bX|(?<=[a-z])X\b|\{\w*\}")
_SAMPLES = ("`x`", "7", "word")
_MOST = 4
"""In so many places each may hold another kind of sample."""


def missing(known: Catalogue) -> dict[str, str]:
    """The family of each text that is not translated."""
    spoken = (one for one in texts() if one.family.partition("/")[0] in PARTS and one.family not in SCHEMA)
    own = {re.sub(r"\{\d\}", "X", text) for text in words_of_the_extension()}
    client = (one for one in texts() if one.family == "client/source" and re.sub(r"\{\d\}", "X", one.text) not in own)
    return {
        **{one.text: one.family for one in spoken if not is_known(known, one.text)},
        **{one.text: one.family for one in client if not re.search("[가-힣]", one.text)},
    }


def words_of_the_extension() -> dict[str, str]:
    """The Korean of what the extension says by itself."""
    table = (CLIENT / "src" / "words.ts").read_text(encoding="utf-8").partition("KOREAN")[2].partition("};")[0]
    return dict(re.findall(r"'([^'\n]+)':\s+'([^'\n]+)',", table))


def is_known(known: Catalogue, text: str) -> bool:
    """Whether a text is translated, whatever stands in its places; a text may be a part behind another."""
    text = re.sub(r"`X`|`\{\w*\}`", "{}", re.sub(r"^[;,-]? ", "", text).removesuffix(":"))
    pieces = _PLACE.split(text)
    places = len(pieces) - 1
    kinds = product(_SAMPLES, repeat=places) if places <= _MOST else [(one,) * places for one in _SAMPLES]
    return any(_says(known, _joined(pieces, samples)) for samples in kinds)


def _says(known: Catalogue, text: str) -> bool:
    """Whether all of it is translated: what is only values needs no translation."""
    return not re.search(r"[a-z]{2,} ", f"{template(text)[0]} ") or said(known, text, foreign=True) != text


def _joined(pieces: list[str], samples: tuple[str, ...]) -> str:
    return "".join(piece + sample for piece, sample in zip(pieces, (*samples, ""), strict=True))
