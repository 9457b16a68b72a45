"""hadolint's findings in a file: our findings with its codes, without those that its comments suppress."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dockwright.cli.hadolint.formats import Failure, Linted, Refusal
from dockwright.cli.hadolint.settings import Settings
from dockwright.cli.hadolint.shell_text import remarks, texts
from dockwright.findings.finding import Severity
from dockwright.findings.rule import by_name
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding
    from dockwright.findings.rule import Rule
    from dockwright.findings.selection import Selection
    from dockwright.ide.snapshot import Snapshot

_CODE = pattern(r"DL[0-9]+")
_PORT = pattern(r"[0-9]+(?:-[0-9]+)?(?:/(?:tcp|udp))?|[^$]*\$.*", re.IGNORECASE)
"""Text that hadolint accepts as a port, with any number or variable."""
_IMAGE = pattern(r"[^:@]*(?::[^/:@]*)?[:@]|[^@]*:[^/@]*:[^@]*")
"""An image name that hadolint refuses as well: with an empty tag or digest, or with two tags."""
_LEVELS = ("", "error", "warning", "info", "style")
_EACH_LABEL = frozenset(f"DL30{number}" for number in (49, 51, 52, 53, 54, 55, 56, 58))
"""Rules with a finding per label; the others have one per instruction."""
_REFUSED = frozenset(
    {
        "comment-after-instruction",
        "invalid-argument",
        "invalid-base",
        "invalid-flag",
        "invalid-mount",
        "invalid-port",
        "missing-argument",
        "syntax-error",
        "unknown-flag",
        "unknown-instruction",
        "unreadable-word",
    }
)
"""Rules whose errors are parse errors in hadolint, which then reports nothing else."""
_PAIRS = frozenset({"ENV", "LABEL"})
_OPEN = pattern(r"\A(?:[^\s'\"]+=)?[\"']")
"""In these, hadolint refuses a value with an open quote."""
_OF_AN_IMAGE = frozenset({"DL3002", "DL3049", "DL3057"})
"""Rules that need a FROM; the others also check a file without one."""
_OF_THE_LAST_STAGE = frozenset({"DL3010"})
"""Rules whose findings in a stage hadolint forgets at the next FROM."""
_TAB = 8


def lint(sources: Sequence[tuple[str, str]], settings: Settings, shellcheck: str | None) -> list[Linted]:
    """The findings in each file; ShellCheck is run once for all."""
    from dockwright.findings.engine import select
    from dockwright.ide.snapshot import Snapshot

    def wanted(rule: Rule) -> bool:
        return rule.code in _REFUSED or any(map(_CODE.fullmatch, (*rule.names, *rule.groups)))

    selection = select(settings.config, wanted)
    snapshots = [Snapshot.of(source, selection) for _, source in sources]
    refusals = [_refusal(snapshot) for snapshot in snapshots]
    scripts = [
        list(texts(snapshot.model)) if shellcheck and not refusal else []
        for snapshot, refusal in zip(snapshots, refusals, strict=True)
    ]
    told = remarks([text for each in scripts for text in each], shellcheck) if shellcheck else {}
    files = []
    for (path, _), snapshot, refusal, asked in zip(sources, snapshots, refusals, scripts, strict=True):
        found = [] if refusal else [*_failures(snapshot), *(told[text] for text in asked if text in told)]
        if not refusal and not snapshot.model.stages:
            found += _without_image(snapshot, selection)
        files.append(Linted(path, tuple(_heeded(snapshot, found, settings)), refusal))
    return files


def _refusal(snapshot: Snapshot) -> Refusal | None:
    """The first parse error of either program."""
    finding = next((one for one in snapshot.findings if _refuses(snapshot, one)), None)
    if finding is None:
        return None
    place = snapshot.text.position(finding.span.start, "utf-32")
    line = snapshot.text.line(place.line)
    column = len(line[: place.column].expandtabs(_TAB)) + 1
    return Refusal(place.line + 1, column, finding.message, line.expandtabs(_TAB))


def _refuses(snapshot: Snapshot, finding: Finding) -> bool:
    """Whether it is a parse error; what hadolint reads on, and finds by a rule of its own, is none."""
    if finding.code not in _REFUSED or finding.severity is not Severity.ERROR:
        return False
    text = snapshot.text.slice(finding.span)
    if finding.code == "unreadable-word":
        instruction = snapshot.tree.at(finding.span.start)
        return instruction is not None and instruction.name in _PAIRS and bool(_OPEN.search(text))
    if finding.code == "invalid-base":
        return _IMAGE.fullmatch(text) is not None
    if finding.code == "invalid-argument" and _codes(finding):
        return False
    return finding.code != "invalid-port" or not _PORT.fullmatch(text)


def _failures(snapshot: Snapshot) -> list[Failure]:
    """All findings with a code of hadolint, each once."""
    found: dict[tuple[object, ...], Failure] = {}
    stages = snapshot.model.stages
    last = snapshot.text.line_of(stages[-1].span.start) if stages else 0
    for finding in snapshot.findings:
        line = _line(snapshot, finding)
        for code in _codes(finding):
            if code in _OF_THE_LAST_STAGE and line <= last:
                continue
            failure = Failure(code, line, _LEVELS[finding.severity], finding.message)
            found.setdefault((code, line, finding.message if code in _EACH_LABEL else ""), failure)
    return list(found.values())


def _without_image(snapshot: Snapshot, selection: Selection) -> Iterator[Failure]:
    """The findings in a file without FROM after adding one above its first instruction."""
    from dockwright.ide.snapshot import Snapshot

    tree, known = snapshot.tree, set(_failures(snapshot))
    first = next((start for start, piece in zip(tree.starts, tree.pieces, strict=False) if piece.name), None)
    if first is None:
        return
    source, at = snapshot.text.string, snapshot.text.line_of(first) + 1
    for failure in _failures(Snapshot.of(f"{source[:first]}FROM scratch\n{source[first:]}", selection)):
        placed = failure._replace(line=failure.line - 1)
        if placed.line >= at and placed not in known and failure.code not in _OF_AN_IMAGE:
            yield placed


def _codes(finding: Finding) -> list[str]:
    rule = by_name().get(finding.code.lower())
    names = (*rule.names_about(finding.alias), *rule.groups) if rule else ()
    return [name for name in names if _CODE.fullmatch(name)]


def _line(snapshot: Snapshot, finding: Finding) -> int:
    """The line where the instruction begins."""
    instruction = snapshot.tree.at(finding.span.start)
    place = instruction.keyword.span.start if instruction else finding.span.start
    return snapshot.text.line_of(place) + 1


def _heeded(snapshot: Snapshot, failures: Sequence[Failure], settings: Settings) -> Iterator[Failure]:
    """The findings with the configured level, in file order, without suppressed ones."""
    from dockwright.cli.hadolint.pragmas import pragmas

    off = set() if settings.no_pragmas else pragmas(snapshot.model)
    level_of = settings.level_of
    for failure in sorted(failures, key=lambda one: (one.line, one.code)):
        hidden = {(failure.code, 0), (failure.code, failure.line)}
        if failure.code not in settings.ignored and not off & hidden:
            yield failure._replace(level=level_of.get(failure.code, failure.level))
