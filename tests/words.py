"""What `docs/style.md` asks of messages and pages, and the lists of those that are not so yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dockwright
from dockwright.l10n.catalogue import VALUES, template
from page_files import english
from spoken import texts
from translated import said

ROOT = Path(__file__).parent.parent
PACKAGE = Path(dockwright.__file__).parent
STYLE = ROOT / "docs" / "style.md"
PAGES_LEFT = Path(__file__).with_name("pages_without_frame.txt")
MESSAGES_LEFT = Path(__file__).with_name("messages_to_reword.txt")
TEXTS_LEFT = Path(__file__).with_name("texts_to_reword.txt")

LONGEST = {"message": 100, "refusal": 100, "place": 60, "fix": 60, "title": 60, "help": 100, "problem": 100}
_VALUE = 12
"""How long a name in a message counts at most: what stands there is the user's."""
RULE = ("Why it matters", "Example", "When to ignore it", "Configuration")
REWRITE = ("Example", "What it changes", "When it is refused")
_BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CARETS = re.compile(r"^# *\^", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")


@cache
def banned() -> dict[str, re.Pattern[str]]:
    """The phrases of the table in the style page."""
    rows = re.findall(r"^\| (`[^|]+) \|", STYLE.read_text(encoding="utf-8"), re.MULTILINE)
    phrases = [phrase for row in rows for phrase in re.findall(r"`([^`]+)`", row)]
    return {
        one: re.compile(_starts(one) + rf"{re.escape(one)}(?! longer\b)(?![\w-])", re.IGNORECASE) for one in phrases
    }


def _starts(phrase: str) -> str:
    return r"(?<![\w-])" if phrase[0].isalpha() else ""


def faults(kind: str, text: str) -> Iterator[str]:
    """What is against the style in a message, a title or another text."""
    if kind == "text":
        yield from _phrases(text)
        return
    text = text.partition(" (")[0] if kind == "title" else text
    length = len(VALUES.sub(lambda match: match[0][:_VALUE], text))
    if length > LONGEST[kind]:
        yield f"{length} characters, at most {LONGEST[kind]}"
    if text.endswith(".") and not text.endswith(".."):
        yield "a full stop at the end"
    if re.search(r"[\w`)]\. [A-Z`]", text):
        yield "several sentences"
    yield from _phrases(text)


def _phrases(text: str) -> Iterator[str]:
    plain = " ".join(_CODE.sub("`x`", text).split())
    yield from (f"says {phrase!r}" for phrase, pattern in banned().items() if pattern.search(plain))


def page_faults(path: Path) -> list[str]:
    """What is against the style on a page of a rule or of a rewrite."""
    return list(_page_faults(path.read_text(encoding="utf-8"), is_rule="rules" in path.parts))


def _page_faults(text: str, *, is_rule: bool) -> Iterator[str]:
    prose = _BLOCK.sub("", text)
    yield from _phrases(prose)
    opening, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, sentence = opening.partition("\n")
    if not re.fullmatch(r"# [A-Z`].* \(`?[\w-]+`?\)" if is_rule else r"# [A-Z].*", title):
        yield "the title"
    begins = "Finds " if is_rule else ""
    if (
        not re.fullmatch(rf"\n{begins}(?:\S.*\n)+\n*", sentence)
        or re.search(r"\. [A-Z`]", sentence)
        or "." not in sentence[-5:]
    ):
        yield "below the title: one sentence, and nothing else" + (f"; it begins with {begins}" if begins else "")
    headings = [section.partition("\n")[0] for section in sections]
    parts = {section.partition("\n")[0]: section.partition("\n")[2] for section in sections}
    frame = list(RULE if is_rule else REWRITE)
    if not is_rule and "```refused" not in text:
        frame.remove("When it is refused")
    ends = (frame[:2], frame[2:])
    if headings[:2] != ends[0] or headings[len(headings) - len(ends[1]) :] != ends[1]:
        yield f"the headings: {', '.join(frame)}"
        return
    yield from (f"nothing below {heading}" for heading, part in parts.items() if not part.strip())
    blocks = [match for match in _BLOCK.finditer(parts["Example"]) if match["kind"].startswith("dockerfile")]
    first = next((number for number, block in enumerate(blocks) if _CARETS.search(block["body"])), None)
    if is_rule and (first is None or not any(not _CARETS.search(block["body"]) for block in blocks[first:])):
        yield "an example that is flagged, and one that is fixed, below Example"
    if not is_rule and not any(block["kind"].startswith("dockerfile after") for block in blocks):
        yield "an example with what becomes of it, below Example"


def prose_faults(text: str) -> list[str]:
    """What is against the style in the prose of a document."""
    return list(_phrases(_BLOCK.sub("", text)))


def pages() -> dict[str, Path]:
    """The pages of rules and rewrites, by their place."""
    found = [*english(PACKAGE / "rules"), *english(PACKAGE / "refactors")]
    return {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in found}


def messages() -> dict[str, tuple[str, list[str]]]:
    """The family and the faults of each message, by its template."""
    found: dict[str, tuple[str, list[str]]] = {}
    for one in said():
        found.setdefault(template(one.text)[0], (one.family, list(faults(one.kind, one.text))))
    return found


def others() -> dict[str, tuple[str, list[str]]]:
    """The part and the faults of each text outside of rules and rewrites."""
    found: dict[str, tuple[str, list[str]]] = {}
    for one in texts():
        _, known = found.setdefault(one.text, (one.family, []))
        known += [fault for fault in faults(one.kind, one.text) if fault not in known]
    return found


def left(place: Path) -> list[str]:
    """What a list names: the lines below its headings in brackets."""
    lines = place.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not re.fullmatch(r"\[\w+/\w+\]", line)]


def shrunk(place: Path, still: dict[str, str]) -> str:
    """A list with those alone that are still to be done, given with their families."""
    kept = [one for one in left(place) if one in still] if place.exists() else list(still)
    families = sorted({*still.values(), *_headings(place)})
    parts = ["\n".join([f"[{family}]", *(one for one in kept if still[one] == family)]) for family in families]
    return "\n\n".join(parts) + "\n"


def _headings(place: Path) -> list[str]:
    return re.findall(r"^\[(\w+/\w+)\]$", place.read_text(encoding="utf-8"), re.MULTILINE) if place.exists() else []
