"""Write the last line of each rule's page: since when it is there, its levels, names, and what it needs.

What is said of fixes and of the build context is what the examples of the page show.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from dockwright.config import Config  # noqa: E402 - the examples of pages are read by the tests
from dockwright.config.model import Profile  # noqa: E402
from dockwright.findings import engine  # noqa: E402
from dockwright.findings.finding import Finding  # noqa: E402
from dockwright.findings.profiles import loudest  # noqa: E402
from dockwright.findings.rule import Rule, all_rules  # noqa: E402
from dockwright.findings.rule_pages import place  # noqa: E402
from dockwright.ide.snapshot import Snapshot  # noqa: E402
from markers import marks  # noqa: E402
from rule_pages import EXAMPLES, Example  # noqa: E402

START = "*Since "


def pages() -> list[tuple[Path, str]]:
    """Each rule's page, and what is to stand there."""
    return [(path := place(rule.module), written(rule, path.read_text(encoding="utf-8"))) for rule in all_rules()]


def written(rule: Rule, page: str) -> str:
    """The page with its last line."""
    lines = page.rstrip("\n").split("\n")
    if lines[-1].startswith(START):
        lines = lines[:-1]
    return "\n".join(lines).rstrip("\n") + f"\n\n{facts(rule)}\n"


def facts(rule: Rule) -> str:
    """The line."""
    examples = [one for one in EXAMPLES if one.page == rule.module.rpartition(".")[2]]
    shown = [one for one in examples if marks(one.source)[1]]
    found = [_found(rule, one, with_context=True) for one in shown]
    alone = [_found(rule, one, with_context=False) for one in shown]
    names = [name for name in rule.aliases if not name.startswith("kics/")]
    parts = [
        f"{START}{rule.since}",
        _levels(rule),
        f"also called {', '.join(f'`{name}`' for name in names)}" if names else "",
        "has fixes" if any(one.fixes for some in found for one in some) else "no fix",
        "needs the build context" if found and not any(alone) else "needs no build context",
        "works offline",
    ]
    return "; ".join(part for part in parts if part) + ".*"


def _levels(rule: Rule) -> str:
    levels = {profile: loudest(rule, Config(profile=profile)).name.lower() for profile in get_args(Profile)}
    own = levels.pop("default")
    levels.pop("none", None)
    others = ", ".join(f"{level} in `{profile}`" for profile, level in levels.items() if level != own)
    return f"level {own}" + (f" ({others})" if others else "")


def _found(rule: Rule, example: Example, *, with_context: bool) -> list[Finding]:
    whole = rule.scope == "Silenced"
    selection = engine.select(example.config) if whole else engine.only(rule, config=example.config)
    context = example.context if with_context else None
    return Snapshot.of(marks(example.source)[0], selection, context=context).findings


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
