"""Make the tables for run time, `l10n/<language>.json`, from the catalogues for translators, `<language>.po`.

- `scripts/translations.py`: write the tables.
- `scripts/translations.py missing`: list the texts and pages that are not translated, and those that are stale.
- `scripts/translations.py add`: put what is missing into the catalogues, beside the other texts of its rule.
"""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent.parent / "server" / "dockwright" / "l10n"
_PLACES = re.compile(r"\{(?:\d+|\*)\}")


def main(arguments: list[str]) -> None:
    if arguments == ["missing"]:
        missing()
    elif arguments == ["add"]:
        for catalogue in sorted(FOLDER.glob("*.po")):
            add(catalogue)
    elif arguments:
        raise SystemExit(__doc__)
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


def missing() -> None:
    """Print what is to be translated."""
    import pages

    for catalogue in sorted(FOLDER.glob("*.po")):
        print(*(f"text     {code}: {text}" for text, code in _untranslated(catalogue).items()), sep="\n")
        print(*pages.missing(catalogue.stem), sep="\n")


def add(catalogue: Path) -> None:
    """Put empty entries into a catalogue, each behind the last one of its rule."""
    entries = catalogue.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    for text, code in _untranslated(catalogue).items():
        mark = f"#. {code}"
        entry = f'{mark}\nmsgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""'
        if entry not in entries:
            last = max((n for n, one in enumerate(entries) if one.split("\n")[0] == mark), default=len(entries) - 1)
            entries.insert(last + 1, entry)
    catalogue.write_text("\n\n".join(entries) + "\n", encoding="utf-8")


def _untranslated(catalogue: Path) -> dict[str, str]:
    """The templates of texts that pages show and the catalogue does not know, with their rule or rewrite."""
    sys.path[:0] = [str(FOLDER.parents[1]), str(FOLDER.parents[2] / "tests")]
    from dockwright.l10n.catalogue import Catalogue, template
    from translated import said

    known = Catalogue(json.loads(written(catalogue)))
    return {template(one.text)[0]: one.code for one in said() if not known.knows(one.text)}


if __name__ == "__main__":
    main(sys.argv[1:])
