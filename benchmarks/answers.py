"""`python -m benchmarks.answers [FILES]`: requests that docker-langserver answers and this server does not.

Intentional differences are counted with their reason; the rest is listed, to be fixed or given a reason.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from typing import Any, NamedTuple

from benchmarks.__main__ import OURS, PATH, langserver
from benchmarks.peer import URI, Peer
from benchmarks.sources import real_files

FILES = 300
PLACES = 30
METHODS = ("hover", "definition", "documentHighlight", "prepareRename", "signatureHelp")
WHOLE = ("documentLink", "foldingRange", "documentSymbol")


class Gap(NamedTuple):
    """A missing answer."""

    method: str
    line: str
    before: str
    """The text of the instruction up to the cursor."""
    answer: str


REASONS: list[tuple[str, str, str]] = [
    (
        "signatureHelp",
        r"(?is)^\s*(ONBUILD\s+)?(RUN|CMD|ENTRYPOINT|HEALTHCHECK)\b",
        "within commands it would be in the way",
    ),
    ("signatureHelp", r"", "after the last parameter there is nothing to say"),
    ("prepareRename|documentHighlight", r"\$[({\d\W]?[\d\W]?$", "a command or a field of awk, no variable"),
    ("definition", r"(?s)^\s*ENV\b.*\$\{?\w?$", "a value from before; it is not defined by its own new value"),
    ("definition|documentHighlight", r"^FROM \w*$", "an image that only shares its name with a stage"),
    ("prepareRename", r"", "the name is predefined, read by programs, or text that is not understood"),
    ("documentHighlight", r"(?s)\$", "PowerShell's own variables, or text after an operator"),
    ("documentHighlight", r"--from=", "an image, which is no name of this file"),
    ("documentSymbol", r"^# ?\W*(vim|hadolint)", "a comment for other programs, no directive"),
    ("documentLink", r"scratch|REPLACE|\.\w+/|\$|/.*/", "no image, or a registry whose pages are not known"),
    ("definition|hover", r"'[^']*$", "single quotes keep the shell from expanding it"),
]


def main() -> None:
    """Send both servers the same requests, and print."""
    command = langserver()
    if command is None:
        print("docker-langserver is not installed and cannot be")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    theirs, ours = Peer([*command, "--stdio"]), Peer(OURS, environment=PATH)
    chance = random.Random(1)
    answers: Counter[str] = Counter()
    gaps: list[Gap] = []
    for text in real_files()[:: max(1600 // count, 1)][:count]:
        for peer in (theirs, ours):
            peer.open(text)
        gaps += _places(text, theirs, ours, chance, answers)
        gaps += _whole(text, theirs, ours, answers)
        for peer in (theirs, ours):
            peer.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
    theirs.close()
    ours.close()
    _print(gaps, answers)


def _places(text: str, theirs: Peer, ours: Peer, chance: random.Random, answers: Counter[str]) -> list[Gap]:
    gaps: list[Gap] = []
    words = [match.start() + 1 for match in re.finditer(r"[\w./$-]+", text)]
    for offset in chance.sample(words, min(PLACES, len(words))):
        start = text.rfind("\n", 0, offset) + 1
        line = text.count("\n", 0, offset)
        column = len(text[start:offset].encode("utf-16-le")) // 2
        params = {"textDocument": {"uri": URI}, "position": {"line": line, "character": column}}
        for method in METHODS:
            answer = theirs.ask(f"textDocument/{method}", params)
            if not answer or (isinstance(answer, dict) and not answer.get("signatures", True)):
                continue
            answers[method] += 1
            if not ours.ask(f"textDocument/{method}", params):
                gaps.append(Gap(method, _line(text, start), _before(text, offset), str(answer)[:80]))
    return gaps


def _whole(text: str, theirs: Peer, ours: Peer, answers: Counter[str]) -> list[Gap]:
    gaps: list[Gap] = []
    for method in WHOLE:
        params = {"textDocument": {"uri": URI}}
        known = {_first_line(item) for item in ours.ask(f"textDocument/{method}", params) or ()}
        for item in theirs.ask(f"textDocument/{method}", params) or ():
            answers[method] += 1
            if _first_line(item) not in known:
                line = text.splitlines()[_first_line(item)]
                gaps.append(Gap(method, line, line, str(item)[:80]))
    return gaps


def _first_line(item: dict[str, Any]) -> int:
    place = item.get("range") or item.get("location", {}).get("range")
    line: int = place["start"]["line"] if place else item["startLine"]
    return line


def _line(text: str, start: int) -> str:
    return text[start:].partition("\n")[0]


def _before(text: str, offset: int) -> str:
    """The text from the nearest line above that begins with a keyword to the cursor."""
    found = [match.start() for match in re.finditer(r"(?m)^[ \t]*[A-Z]{3,}[ \t]", text[:offset])]
    return text[found[-1] if found else 0 : offset]


def _print(gaps: list[Gap], answers: Counter[str]) -> None:
    for method, number in answers.items():
        own = [gap for gap in gaps if gap.method == method]
        print(f"\n{method}: {number} answers, of which {len(own)} are not given here")
        reasons = Counter(_reason(gap) for gap in own)
        for reason, times in reasons.most_common():
            print(f"  {times:5}  {reason or 'WITHOUT A REASON:'}")
        for gap in own:
            if not _reason(gap):
                print(f"         {gap.line[:100]!r} at {gap.before[-20:]!r}: {gap.answer}")


def _reason(gap: Gap) -> str:
    for methods, pattern, reason in REASONS:
        if re.fullmatch(methods, gap.method) and re.search(pattern, gap.before):
            return reason
    return ""


if __name__ == "__main__":
    main()
