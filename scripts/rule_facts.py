"""Write the end of each rule's page: its levels, how to change them, its other names, and what it needs.

Facts about fixes and the build context come from the examples of the page, and the comment that ignores the rule is
the one that the editor would write. A page with a heading
`Configuration` gets a list there, one without it a last line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from dockwright.config import Config  # noqa: E402 - the examples of pages are read by the tests
from dockwright.config.model import Profile  # noqa: E402
from dockwright.findings import engine  # noqa: E402
from dockwright.findings.finding import Finding  # noqa: E402
from dockwright.findings.profiles import loudest  # noqa: E402
from dockwright.findings.rule import Rule, all_rules  # noqa: E402
from dockwright.findings.rule_pages import place  # noqa: E402
from dockwright.ide.actions.suppress import ignoring  # noqa: E402
from dockwright.ide.snapshot import Snapshot  # noqa: E402
from markers import marks  # noqa: E402
from rule_pages import EXAMPLES, Example  # noqa: E402

START = "*Since "
CONFIGURATION = "Configuration"

Say = Callable[[str], str]
"""A text in the language of a page."""


def pages() -> list[tuple[Path, str]]:
    """Each rule's page, and its generated text."""
    return [(path := place(rule.module), written(rule, path.read_text(encoding="utf-8"))) for rule in all_rules()]


def written(rule: Rule, page: str, say: Say = str) -> str:
    """The page with its end."""
    rest = own(page, say).rstrip("\n")
    if f"\n## {say(CONFIGURATION)}" not in rest:
        return f"{rest}\n\n{facts(rule)}\n"
    return f"{rest}\n\n" + "\n".join(configuration(rule, say)) + "\n"


def own(page: str, say: Say = str) -> str:
    """The page without what is generated."""
    text = re.sub(rf"\n+{re.escape(START)}[^\n]*\s*\Z", "\n", page)
    heading = f"\n## {say(CONFIGURATION)}\n"
    before, found, after = text.partition(heading)
    return f"{before}{heading}{after[: _generated(after, say)].rstrip()}\n" if found else text


def _generated(text: str, say: Say) -> int:
    """Where the list begins."""
    at = text.find("\n- " + say("Level: `off`").partition("`")[0])
    return len(text) if at < 0 else at


@cache
def _shown(rule: Rule) -> tuple[bool, bool, str]:
    """Whether the examples show fixes, whether they need the build context, and the comment that ignores the rule."""
    examples = [one for one in EXAMPLES if one.page == rule.module.rpartition(".")[2]]
    shown = [one for one in examples if marks(one.source)[1]]
    found = [_found(rule, one, with_context=True) for one in shown]
    alone = [_found(rule, one, with_context=False) for one in shown]
    fixable = any(one.fixes for some in found for one in some)
    return fixable, bool(found) and not any(alone), next(filter(None, (_comment(rule, one) for one in shown)), "")


def _names(rule: Rule) -> list[str]:
    """Its other names, but for the ids of KICS, which tell nobody anything."""
    return [name for name in rule.aliases if not name.startswith("kics/")]


def _comment(rule: Rule, example: Example) -> str:
    """The comment that the editor puts above the first finding."""
    snapshot = _snapshot(rule, example, with_context=True)
    for finding in snapshot.findings:
        for action in ignoring(snapshot, finding.span):
            if action.title == f"Ignore {rule.code} here" and action.edits:
                return action.edits[0].new.strip().splitlines()[0]
    return ""


def configuration(rule: Rule, say: Say) -> Iterator[str]:
    """What a page says below `Configuration`."""
    fixable, needs_context, comment = _shown(rule)
    own_level, others = _levels(rule)
    parts = [say(f"Level: `{own_level}`"), *(say(f"`{level}` in the profile `{name}`") for name, level in others)]
    yield f"- {', '.join(parts)}"
    turned = 'To turn it on: `rules.{} = "warning"`' if own_level == "off" else 'To turn it off: `rules.{} = "off"`'
    yield "- " + say(f"{turned.format(rule.code)} in `dockwright.toml`")
    if comment:
        yield "- " + say(f"To ignore one place: `{comment}` above the instruction")
    if names := _names(rule):
        yield "- " + say("Also called `x`").replace("`x`", ", ".join(f"`{name}`" for name in names))
    needs = "Needs the build context" if needs_context else "Needs no build context"
    yield ""
    last = ("Has a fix" if fixable else "Has no fix", needs, f"Since {rule.since}")
    yield f"*{'. '.join(map(say, last))}.*"


def facts(rule: Rule) -> str:
    """The last line of a page without that heading."""
    fixable, needs_context, _ = _shown(rule)
    own_level, others = _levels(rule)
    told = ", ".join(f"{level} in `{profile}`" for profile, level in others)
    parts = [
        f"{START}{rule.since}",
        f"level {own_level}" + (f" ({told})" if told else ""),
        f"also called {', '.join(f'`{name}`' for name in _names(rule))}" if _names(rule) else "",
        "has fixes" if fixable else "no fix",
        "needs the build context" if needs_context else "needs no build context",
        "works offline",
    ]
    return "; ".join(part for part in parts if part) + ".*"


def _levels(rule: Rule) -> tuple[str, list[tuple[str, str]]]:
    """The level of a rule, and the profiles in which it has another."""
    levels = {profile: loudest(rule, Config(profile=profile)).name.lower() for profile in get_args(Profile)}
    own_level = levels.pop("default")
    levels.pop("none", None)
    return own_level, [(profile, level) for profile, level in levels.items() if level != own_level]


def _found(rule: Rule, example: Example, *, with_context: bool) -> list[Finding]:
    return _snapshot(rule, example, with_context=with_context).findings


def _snapshot(rule: Rule, example: Example, *, with_context: bool) -> Snapshot:
    whole = rule.scope == "Silenced"
    selection = engine.select(example.config) if whole else engine.only(rule, config=example.config)
    return Snapshot.of(marks(example.source)[0], selection, context=example.context if with_context else None)


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
