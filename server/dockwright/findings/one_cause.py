"""Several rules report the same mistake: only the finding about its cause is kept."""

from __future__ import annotations

from collections.abc import Mapping

from dockwright.findings.finding import Finding, Group
from dockwright.syntax.tree import Tree

_OF_APT = frozenset({"DL3008", "DL3009", "DL3014", "DL3015", "DL3027", "update-without-install"})
_OF_WORD: Mapping[str, frozenset[str]] = {
    "stage-misspelt": frozenset({"copy-from-no-stage"}),
    "stage-out-of-reach": frozenset({"copy-from-no-stage"}),
    "base-not-given": frozenset({"InvalidDefaultArgInFrom", "DL3006"}),
    "invalid-base": frozenset({"InvalidDefaultArgInFrom", "DL3006", "FromPlatformFlagConstDisallowed"}),
    "invalid-argument": frozenset({"DL3045"}),
    "copied-entrypoint-not-executable": frozenset({"script-cannot-start"}),
    "copied-folder-without-entrypoint": frozenset({"start-file-elsewhere"}),
    "entrypoint-not-executable": frozenset({"script-cannot-start"}),
    "start-file-elsewhere": frozenset({"command-not-installed", "entrypoint-not-copied"}),
    "instruction-before-from": frozenset({"JSONArgsRecommended"}),
    "command-not-installed": frozenset({"DL3004"}),
    "required-variable": frozenset({"UndefinedVar"}),
    "service-gone": frozenset({"DL3001"}),
    "continuation-swallows-instruction": frozenset({"command-not-installed"}),
    "tilde-not-expanded": frozenset({"WorkdirRelativePath"}),
    "DL3021": frozenset({"DL3045"}),
}
"""The findings that a finding suppresses at the same start."""
_OF_SPLIT_WORDS = frozenset(
    {
        "DL3021",
        "DL3045",
        "source-not-found",
        "source-above-context",
        "wildcard-matches-nothing",
        "command-not-installed",
    }
)
"""What is said of words that were meant to be others."""
_OF_INSTRUCTION: Mapping[str, frozenset[str]] = {
    "package-manager-missing": _OF_APT | {"DL3018", "DL3019", "DL3030", "DL3032", "DL3033", "DL3040", "DL3041"},
    "words-run-together": frozenset({"package-list-typo", "update-without-install"}),
    "continuation-swallows-instruction": frozenset(
        {
            "DL3021", "DL3045", "NoEmptyContinuation", "source-not-found", "source-above-context", "package-list-typo",
            "words-run-together", "update-without-install",
        }
    ),
    "ends-at-once": frozenset({"JSONArgsRecommended"}),
    "invalid-argument": frozenset({"command-not-installed"}),
    "invalid-json-form": _OF_SPLIT_WORDS | {"JSONArgsRecommended"},
    "platform-of-stage-ignored": frozenset({"FromPlatformFlagConstDisallowed"}),
    "shell-missing": frozenset({"JSONArgsRecommended", "command-not-installed"}),
    "unreadable-word": _OF_SPLIT_WORDS,
}  # fmt: skip
"""The findings that a finding suppresses in the same instruction."""
_CAUSES = frozenset(_OF_WORD) | frozenset(_OF_INSTRUCTION)


def without_others(groups: list[Group], start: int, tree: Tree, locked: frozenset[str]) -> list[Group]:
    """The groups of a section, which begins at `start`, without what has its cause in another finding of it.

    What is `locked` is left in: the other finding may not be.
    """
    void: set[tuple[str, str, int]] = set()
    for findings, at in groups:
        for cause in findings:
            if cause.code in _CAUSES and not cause.doubtful:
                place = start + at + cause.span.start
                void |= {(code, "word", place) for code in _OF_WORD.get(cause.code, ())}
                void |= {(code, "in", tree.piece_at(place)) for code in _OF_INSTRUCTION.get(cause.code, ())}
    if not void:
        return groups
    codes = {code for code, _, _ in void} - locked

    def is_void(finding: Finding, at: int) -> bool:
        place = start + at + finding.span.start
        return finding.code in codes and (
            (finding.code, "word", place) in void or (finding.code, "in", tree.piece_at(place)) in void
        )

    left = [(tuple(one for one in group.findings if not is_void(one, group.start)), group) for group in groups]
    return [group if len(some) == len(group.findings) else Group(some, group.start) for some, group in left if some]
