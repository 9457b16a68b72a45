"""Several rules see the same mistake: the one that says what it comes from speaks, and the others are left out."""

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
    "tilde-not-expanded": frozenset({"WorkdirRelativePath"}),
    "DL3021": frozenset({"DL3045"}),
}
"""What a finding leaves out that begins at the same place."""
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
    "invalid-json-form": frozenset({"JSONArgsRecommended"}),
    "platform-of-stage-ignored": frozenset({"FromPlatformFlagConstDisallowed"}),
    "shell-missing": frozenset({"JSONArgsRecommended", "command-not-installed"}),
}  # fmt: skip
"""What a finding leaves out in its instruction."""
_CAUSES = frozenset(_OF_WORD) | frozenset(_OF_INSTRUCTION)


def without_others(groups: list[Group], start: int, tree: Tree) -> list[Group]:
    """The groups of a section, which begins at `start`, without what has its cause in another finding of it."""
    void: set[tuple[str, str, int]] = set()
    for findings, at in groups:
        for cause in findings:
            if cause.code in _CAUSES and not cause.doubtful:
                place = start + at + cause.span.start
                void |= {(code, "word", place) for code in _OF_WORD.get(cause.code, ())}
                void |= {(code, "in", tree.piece_at(place)) for code in _OF_INSTRUCTION.get(cause.code, ())}
    if not void:
        return groups
    codes = {code for code, _, _ in void}

    def is_void(finding: Finding, at: int) -> bool:
        place = start + at + finding.span.start
        return finding.code in codes and (
            (finding.code, "word", place) in void or (finding.code, "in", tree.piece_at(place)) in void
        )

    left = [(tuple(one for one in group.findings if not is_void(one, group.start)), group) for group in groups]
    return [group if len(some) == len(group.findings) else Group(some, group.start) for some, group in left if some]
