"""Write what a page in another language has in common with the English one: its blocks of code, and what is generated.

- `scripts/pages.py`: all pages that there are; those whose English prose has changed since are marked as stale.
- `scripts/pages.py start ko PATH...`: a page for each English one at PATH that has none, its prose still English.
- `scripts/pages.py done PATH...`: the prose of these pages says what the English ones say now.

A translator writes prose alone. The blocks come in the order of the English page; a line `{block}` is a place for one.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import rule_facts

from dockwright.findings.rule import all_rules
from dockwright.l10n.catalogue import Catalogue, catalogue
from dockwright.l10n.pages import MARK

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "server" / "dockwright"
DOCS = ("README.md", *(f"docs/{name}.md" for name in (
    "agents", "ci", "context", "editors", "explain", "hadolint", "host-files", "inspect", "plan", "policy",
    "settings",
)))  # fmt: skip
"""What a user reads; the rest is for contributors."""
LANGUAGES = sorted(path.stem for path in (PACKAGE / "l10n").glob("*.po"))
BLOCK = re.compile(r"^(?P<fence>```+)(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_TABLE = re.compile(r"^<!-- Written by .*?^<!-- The end .*?$", re.MULTILINE | re.DOTALL)
"""What a script writes within a page, in each language."""
_PLACE = re.compile(rf"^\{{block\}}$|{BLOCK.pattern}", re.MULTILINE | re.DOTALL)
_CARETS = re.compile(r"^(# *\^+ (?:[\w-]+: (?=\S))?)(.*)$", re.MULTILINE)
_RULES = {rule_facts.place(rule.module): rule for rule in all_rules()}


class Pair(NamedTuple):
    """A page in another language, there or not, and the English one."""

    english: Path
    own: Path
    language: str


def pairs() -> Iterator[Pair]:
    """All pages that a language has, or should have."""
    pages = [path for name in ("rules", "refactors", "reference") for path in sorted((PACKAGE / name).rglob("*.md"))]
    pages += [ROOT / name for name in DOCS]
    for language in LANGUAGES:
        for path in pages:
            if "." not in path.stem:
                yield Pair(path, path.with_name(f"{path.stem}.{language}.md"), language)
        for path in sorted((ROOT / "docs" / "learn" / "en").glob("*.md")):
            yield Pair(path, path.parents[1] / language / path.name, language)


def english_blocks(pair: Pair) -> list[str]:
    """The blocks of the English page, with what Dockwright says in the other language."""
    known = catalogue(pair.language)
    assert known is not None
    return [_block(match, known) for match in BLOCK.finditer(pair.english.read_text(encoding="utf-8"))]


def _block(match: re.Match[str], known: Catalogue) -> str:
    body, fence = match["body"], match["fence"]
    if match["kind"].startswith("dockerfile"):
        body = _CARETS.sub(lambda line: line[1] + known.say(line[2]), body)
    elif match["kind"].startswith("refused"):
        body = known.say(body.strip()) + "\n"
    return f"{fence}{match['kind']}\n{body}{fence}"


def written(pair: Pair) -> str:
    """The page as it is to stand: its own prose, the blocks of the English one, what is generated, and the mark."""
    text = pair.own.read_text(encoding="utf-8")
    mark = MARK.search(text)
    text = MARK.sub("", text).rstrip("\n")
    blocks = english_blocks(pair)
    places = list(_PLACE.finditer(text))
    if len(places) != len(blocks):
        name = pair.own.relative_to(ROOT)
        raise SystemExit(f"{name}: {len(places)} blocks, where the English page has {len(blocks)}")
    rest = iter(blocks)
    text = _PLACE.sub(lambda match: _commented(match[0], next(rest)), text)
    if (rule := _RULES.get(pair.english)) is not None:
        known = catalogue(pair.language)
        assert known is not None
        text = rule_facts.written(rule, text, known.say).rstrip("\n")
    now, seen = digest(pair.english), mark[1] if mark else "none"
    return f"{text}\n\n<!-- english {seen}{'' if seen == now else ', stale'} -->\n"


def _commented(own: str, english: str) -> str:
    """A block of the English page; in one that is no Dockerfile, lines that differ by their comment alone keep that."""
    before, after = own.split("\n"), english.split("\n")
    if "dockerfile" in after[0] or len(before) != len(after):
        return english
    return "\n".join(mine if _code(mine) == _code(one) else one for mine, one in zip(before, after, strict=True))


def _code(line: str) -> str:
    return re.sub(r"(?:^|\s+)#.*", "", line)


def digest(path: Path) -> str:
    """What tells whether the prose of a page has changed: all of it but blocks and what is generated."""
    text = rule_facts.own(_TABLE.sub("", BLOCK.sub("", path.read_text(encoding="utf-8"))))
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def is_stale(pair: Pair) -> bool:
    """Whether the English page says something else by now."""
    mark = MARK.search(pair.own.read_text(encoding="utf-8"))
    return mark is None or mark[1] != digest(pair.english)


def missing(language: str) -> Iterator[str]:
    """What there is to do for a language, a line each."""
    for pair in pairs():
        if pair.language == language and not pair.own.exists():
            yield f"missing  {pair.own.relative_to(ROOT)}"
        elif pair.language == language and is_stale(pair):
            yield f"stale    {pair.own.relative_to(ROOT)}"


def _start(pair: Pair) -> None:
    known = catalogue(pair.language)
    assert known is not None
    text = BLOCK.sub("{block}", pair.english.read_text(encoding="utf-8"))
    text = HEADING.sub(lambda match: f"{match[1]} {known.say(match[2])}", rule_facts.own(text))
    pair.own.write_text(text, encoding="utf-8")


def _chosen(paths: list[str]) -> list[Pair]:
    wanted = [Path(path).resolve() for path in paths]
    return [
        pair
        for pair in pairs()
        if any({pair.own, pair.english} & {one} or one in pair.own.parents or one == pair.own for one in wanted)
    ]


def main(arguments: list[str]) -> None:
    command, *rest = arguments or ["renew"]
    if command == "start":
        for pair in _chosen(rest[1:]):
            if pair.language == rest[0] and not pair.own.exists():
                _start(pair)
    elif command == "done":
        for pair in _chosen(rest):
            if pair.own.exists():
                text = MARK.sub("", pair.own.read_text(encoding="utf-8")).rstrip("\n")
                mark = f"<!-- english {digest(pair.english)} -->"
                pair.own.write_text(f"{text}\n\n{mark}\n", encoding="utf-8")
    elif command != "renew":
        raise SystemExit(__doc__)
    for pair in pairs():
        if pair.own.exists() and (text := written(pair)) != pair.own.read_text(encoding="utf-8"):
            pair.own.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
