"""The fingerprint of a finding: its rule, its instruction, and its index among similar ones.

It does not depend on the line, on the rest of the file, or on the layout of the instruction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dockwright.syntax.nodes import Unit

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding
    from dockwright.syntax.tree import Tree

_CASELESS = frozenset({"AS", "CMD", "NONE"})


def fingerprints(tree: Tree, findings: Iterable[Finding]) -> Iterator[str]:
    """One for each finding, in order; all are different."""
    from hashlib import blake2b

    seen: Counter[tuple[str, str]] = Counter()
    places: dict[int, str] = {}
    for finding in findings:
        index = tree.piece_at(finding.span.start)
        piece = tree.pieces[index] if index >= 0 else None
        if not isinstance(piece, Unit):
            place = " ".join(tree.text.line(tree.text.line_of(finding.span.start)).split())
        elif index in places:
            place = places[index]
        else:
            place = places[index] = normalised(piece)
        seen[finding.code, place] += 1
        text = f"{finding.code}\0{place}\0{seen[finding.code, place]}"
        yield blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def normalised(unit: Unit) -> str:
    """The content of an instruction without blanks, line breaks, comments and the case of keywords."""
    if unit.problems:
        return " ".join(unit.joined.string.split())
    parts = []
    last = unit
    while True:
        parts += [last.name, *(flag.raw for flag in last.flags)]
        if not last.inner:
            break
        last = last.inner
    parts.append(last.form)
    for token in last.arguments:
        word = " ".join(token.value.split())
        caseless = last.name in ("FROM", "HEALTHCHECK") and word.upper() in _CASELESS
        parts.append(word.upper() if caseless else word)
    if not unit.heredocs_open:  # otherwise the following text of the file would count
        parts += [heredoc.content.replace("\r\n", "\n") for each in (unit, last) for heredoc in each.heredocs]
    return "\1".join(parts)
