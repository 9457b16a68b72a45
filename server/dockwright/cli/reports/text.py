"""Text for people: each finding with its line and carets below the range."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from dockwright.cli.rows import LEVELS, Report, Row
from dockwright.l10n.catalogue import catalogue
from dockwright.text import cells

_COLOURS = {"error": "31;1", "warning": "33;1", "information": "36;1", "hint": "35;1"}
_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | dict.fromkeys(range(0x7F, 0xA0), 0x2421) | {9: 0x20}
"""Control characters, and the symbols that are shown for them."""


def write(reports: Sequence[Report], colour: bool = False) -> str:
    """All findings, and their number."""
    lines = [line for report in reports for row in report.rows for line in _lines(report.path, row, colour)]
    if lines:
        lines += ["", _summary(reports)]
    return "".join(f"{line}\n" for line in lines)


def statistics(reports: Sequence[Report]) -> str:
    """The number of findings for each code, most frequent first."""
    rows = [row for report in reports for row in report.rows]
    counts = Counter((row.code, row.level) for row in rows)
    fixable = {row.code for row in rows if any(fix.safe for fix in row.fixes)}
    known = catalogue(reports[0].language) if reports else None
    told = known.say("fixable") if known else "fixable"
    return "".join(
        f"{count:7}  {code:32}{level:13}{told if code in fixable else ''}".rstrip() + "\n"
        for (code, level), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def coloured(wanted: str) -> bool:
    """Whether to use colours: `always`, `never`, or `auto`, depending on the terminal and the environment."""
    if wanted != "auto":
        return wanted == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _lines(path: str, row: Row, colour: bool) -> Iterator[str]:
    def painted(text: str, style: str) -> str:
        return f"\033[{style}m{text}\033[0m" if colour else text

    path, message = plain(path), plain(row.message)
    place = f"{painted(path, '1')}:{row.line}:{row.column}"
    yield f"{place}: {painted(row.level, _COLOURS[row.level])} {painted(row.code, '1')}: {message}"
    if row.source:
        line = plain(row.source)
        end = row.end_column - 1 if row.end_line == row.line else len(line)
        marked = max(cells(line[row.column - 1 : end]), 1)
        yield f"    {line}"
        yield f"    {' ' * cells(line[: row.column - 1])}{painted('^' * marked, _COLOURS[row.level])}"


def _summary(reports: Sequence[Report]) -> str:
    rows = [row for report in reports for row in report.rows]
    levels = Counter(row.level for row in rows)
    files = sum(bool(report.rows) for report in reports)
    safe = sum(any(fix.safe for fix in row.fixes[:1]) for row in rows)
    known = catalogue(reports[0].language)
    say = known.say if known else str
    told = ", ".join(say(_counted(levels[level], level)) for level in LEVELS if levels[level])
    hint = f" ({say(f'{safe} fixable with `dockwright check --fix`')})" if safe else ""
    where = say(f"in {_counted(files, 'file')}")
    return f"{told} {where}{hint}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 or what == "information" else f"{number} {what}s"


def plain(text: str) -> str:
    """A text without control characters for a terminal."""
    return text.translate(_CONTROLS)
