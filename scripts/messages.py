"""Print all that Dockwright says, each kind of text once with a sample, to be read in one go.

- `scripts/messages.py [FAMILY...]`: what the pages show, such as those of `rules/users`, with its Korean.
- `scripts/messages.py check [FAMILY...]`: those that are against `docs/style.md`, and why; also pages, and the texts of
  the command line, the editor and the settings, such as those of `cli/check`.
- `scripts/messages.py shrink`: take what is converted or translated from the lists of what is not (`tests/*.txt`).
- `scripts/messages.py sample SEED COUNT`: so many of them, chosen at random.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

import untranslated  # noqa: E402 - the texts are those that the tests read
import words  # noqa: E402
from dockwright.l10n.catalogue import catalogue, template  # noqa: E402
from translated import Said, said  # noqa: E402


def main(arguments: list[str]) -> None:
    command, *rest = arguments if arguments and arguments[0] in ("check", "shrink", "sample") else ["list", *arguments]
    if command == "shrink":
        shrink()
    elif command == "sample":
        _print(sorted(random.Random(int(rest[0])).sample(_texts([]), int(rest[1]))))
    elif command == "check":
        _check(rest)
    else:
        _print(_texts(rest))


def _texts(families: list[str]) -> list[Said]:
    found: dict[str, Said] = {}
    for one in said():
        if not families or one.family in families:
            found.setdefault(template(one.text)[0], one)
    return list(found.values())


def _print(texts: list[Said]) -> None:
    korean = catalogue("ko")
    for one in texts:
        print(f"{one.family}/{one.code} ({one.kind})\n    {one.text}\n    {korean.say(one.text) if korean else ''}")


def _check(families: list[str]) -> None:
    for one in _texts(families):
        for fault in words.faults(one.kind, one.text):
            print(f"{one.family}/{one.code} ({one.kind}): {fault}\n    {one.text}")
    for text, (part, faults) in words.others().items():
        if not families or part in families:
            print(*(f"{part}: {fault}\n    {text}" for fault in faults), sep="\n", end="\n" if faults else "")
    for name, path in words.pages().items():
        if not families or name.rpartition("/")[0] in families:
            for fault in words.page_faults(path):
                print(f"{name}.md: {fault}")


def shrink() -> None:
    pages = {name: name.rpartition("/")[0] for name, path in words.pages().items() if words.page_faults(path)}
    texts = {form: family for form, (family, found) in words.messages().items() if found}
    others = {text: family for text, (family, found) in words.others().items() if found}
    korean = catalogue("ko")
    english = untranslated.missing(korean) if korean else {}
    lists = (
        (words.PAGES_LEFT, pages),
        (words.MESSAGES_LEFT, texts),
        (words.TEXTS_LEFT, others),
        (untranslated.LEFT, english),
    )
    for place, still in lists:
        place.write_text(words.shrunk(place, still), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
