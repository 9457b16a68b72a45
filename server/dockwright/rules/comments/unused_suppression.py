"""`unused-suppression`: a comment switches off what nothing says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.profiles import every_rule, is_shellcheck_code, locks_of, shellcheck_locks
from dockwright.findings.rule import by_name, rule
from dockwright.findings.suppression_names import Mention
from dockwright.findings.suppressions import Silenced, mentions
from dockwright.lazy import pattern
from dockwright.semantics.suggestions import similar
from dockwright.text import Edit, Span

_HADOLINT_ALONE = frozenset(
    "DL3003 DL3006 DL3009 DL3013 DL3016 DL3018 DL3019 DL3020 DL3025 DL3029 DL3036 DL3042 DL3046 DL3057 DL3059 DL3064 "
    "DL3066 DL4003 DL4006".lower().split()
)
"""Rules by which hadolint itself finds more than we do, so that a comment may be needed for it."""

_UNSURE = frozenset({"UndefinedVar", "DL1001", "DL3026", *(f"DL30{number}" for number in range(49, 59))})
"""Rules that depend on the base image, or that do nothing until they are configured."""

_OTHERS = pattern(r"sc\d{4}|dl\d{4}|invalidbaseimageplatform|all", re.IGNORECASE)


@rule("unused-suppression", Severity.HINT)
def unused_suppression(silenced: Silenced, config: Config) -> Iterator[Finding]:
    found = list(mentions(silenced.model))
    for mention, scope in found:
        if mention.kind in ("utils", "scanner") or mention.is_over:
            continue
        meant = _misspelt(mention, config)
        if _is_locked(mention, config):
            message = f"A policy has locked {mention.written}, so no comment switches it off: mend the cause"
            yield Finding(mention.span, message, _removal(silenced, mention, [other for other, _ in found]))
        elif meant:
            edits = (Edit(mention.span, meant),)
            message = f"Unknown rule `{mention.written}`; did you mean `{meant}`?"
            yield Finding(mention.span, message, (Fix(f"Change to {meant}", edits, safe=False, guess=True),))
        elif _is_judged(mention, silenced, config) and not silenced.by(mention, scope):
            message = f"`{mention.written}` finds nothing here; remove this suppression"
            yield Finding(
                mention.span, message, _removal(silenced, mention, [other for other, _ in found]), ("unnecessary",)
            )


def _is_locked(mention: Mention, config: Config) -> bool:
    if not config.locks:
        return False
    if is_shellcheck_code(mention.name):
        return bool(shellcheck_locks(config, mention.name.upper()))
    return any(
        locks_of(rule, config) and mention.name in (name.lower() for name in rule.names) for rule in every_rule(config)
    )


def _misspelt(mention: Mention, config: Config) -> str:
    """The name of the rule that was probably meant by one that no rule has."""
    written = mention.written.rpartition("/")[2].lower()
    if (
        mention.name in by_name()
        or mention.name in config.own_rules
        or _is_wider(mention.name)
        or _OTHERS.fullmatch(written)
    ):
        return ""
    names = {name.lower(): name for known in by_name().values() for name in known.names}
    meant = similar(written, tuple(names))
    return names[meant] if meant and abs(len(meant) - len(written)) < 3 else ""


def _is_wider(name: str) -> bool:
    return any(name == wider.lower() for rule in by_name().values() for wider in rule.hidden_by)


def _is_judged(mention: Mention, silenced: Silenced, config: Config) -> bool:
    """Whether it is sure that nobody needs the name: another linter may find more than we do."""
    rule = by_name().get(mention.name)
    if rule is None or rule.code not in silenced.running or rule.code in _UNSURE or rule.severity is Severity.ERROR:
        return False
    if mention.kind == "check" or not mention.name.startswith("dl"):
        return True
    return mention.kind == "hadolint" and config.profile == "hadolint" and mention.name not in _HADOLINT_ALONE


def _removal(silenced: Silenced, mention: Mention, all_mentions: list[Mention]) -> tuple[Fix, ...]:
    """The fix that takes the name out, with its line where that says nothing else."""
    text = silenced.model.tree.text
    same = [other for other in all_mentions if other.comment == mention.comment and other.kind == mention.kind]
    at = same.index(mention)
    if len(same) == 1:
        if mention.kind == "check" and ";" in text.slice(mention.comment):
            return ()
        line = text.line_of(mention.comment.start)
        start = text.starts[line]
        end = text.starts[line + 1] if line + 1 < len(text.starts) else len(text)
        return (Fix("Remove the comment", (Edit(Span(start, end), ""),), safe=False),)
    span = (
        Span(mention.span.start, same[at + 1].span.start)
        if at + 1 < len(same)
        else Span(same[at - 1].span.end, mention.span.end)
    )
    return (Fix(f"Remove {mention.written}", (Edit(span, ""),), safe=False),)
