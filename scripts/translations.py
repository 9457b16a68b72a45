"""Make the tables for run time, `l10n/<language>.json`, from the catalogues for translators, `<language>.po`."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "server" / "dockwright" / "l10n"
_PLACES = re.compile(r"\{(?:\d+|\*)\}")


def main() -> None:
    for catalogue in sorted(FOLDER.glob("*.po")):
        catalogue.with_suffix(".json").write_text(written(catalogue), encoding="utf-8")


def written(catalogue: Path) -> str:
    """The table of a catalogue; empty and fuzzy translations are left out."""
    found = read_po(BytesIO(catalogue.read_bytes()))
    texts = {str(one.id): str(one.string) for one in found if one.id and one.string and not one.fuzzy}
    for english, text in texts.items():
        if set(_PLACES.findall(text)) - set(_PLACES.findall(english)) or english.count("{*}") != text.count("{*}"):
            raise SystemExit(f"{catalogue.name}: other places than in the English text: {english!r}")
    return json.dumps(texts, indent=0, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
