"""The page of all rules: a table that a reader can filter by name, family, level, fix and tool."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dockwright.config import Config
from dockwright.findings.profiles import loudest
from dockwright.findings.rule import Rule
from website.pages import Page, heading

AT = "rules/index.md"
_TOOLS = {
    "hadolint": re.compile(r"DL\d{4}"),
    "checkov": re.compile(r"CKV2?_DOCKER_\d+"),
    "Trivy": re.compile(r"trivy/(DS-\d{4})"),
    "SonarQube": re.compile(r"sonar/(S\d+)"),
    "tally": re.compile(r"tally/(.+)"),
}


def tools(rule: Rule) -> dict[str, list[str]]:
    """The tools that have the rule as well, and their names for it."""
    found = {"BuildKit": [rule.build_check]} if rule.build_check else {}
    for tool, names in _TOOLS.items():
        if own := [match[match.lastindex or 0] for name in rule.names if (match := names.fullmatch(name))]:
            found[tool] = own
    return found


def family(page: Page) -> str:
    """The folder that the rule of a page lies in."""
    return page.source.parent.name


def fixable(page: Page) -> bool:
    """Whether the page shows what fixes make; tests hold the blocks against the fixes."""
    return "```dockerfile fixed\n" in page.source.read_text(encoding="utf-8")


def written(pages: list[Page], language: str, texts: dict[str, Any]) -> str:
    """The page in Markdown and HTML."""
    words = texts["index"]
    rows = "\n".join(_row(page, language, texts) for page in pages)
    families = {name: texts["families"].get(name, name) for name in sorted({family(page) for page in pages})}
    named = {tool for page in pages if page.rule for tool in tools(page.rule)}
    choices = (
        _select("family", words["any-family"], families),
        _select("level", words["any-level"], texts["levels"]),
        _select("tool", words["any-tool"], {tool: tool for tool in ("BuildKit", *_TOOLS) if tool in named}),
    )
    heads = "".join(f"<th>{escape(words[name])}</th>" for name in ("rule", "level", "fix", "names"))
    return f"""---
hide: [toc]
---

# {words["title"]}

{words["intro"].format(count=len(pages))}

<form class="rules-filter" data-shown="{escape(words["shown"])}" hidden>
<input type="search" name="name" placeholder="{escape(words["search"])}" aria-label="{escape(words["search"])}">
{"".join(choices)}
<label><input type="checkbox" name="fix" value="yes"> {escape(words["fixable"])}</label>
<output></output>
</form>
<div class="rules-table">
<table class="rules">
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
"""


def _row(page: Page, language: str, texts: dict[str, Any]) -> str:
    assert page.rule
    rule, fix = page.rule, fixable(page)
    level = loudest(rule, Config()).name.lower()
    others = tools(rule)
    facts = {
        "family": family(page),
        "level": level,
        "tool": " ".join(others),
        "fix": "yes" if fix else "",
        "name": " ".join(rule.names),
    }
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in facts.items())
    named = ", ".join(_named(tool, names, rule.code) for tool, names in others.items())
    mark = f'<span title="{escape(texts["index"]["has-fix"])}">✓</span>' if fix else ""
    return (
        f'<tr{data}><td><a href="{rule.code}/"><code>{rule.code}</code> '
        f"{escape(heading(page.translated(language)))}</a></td>"
        f'<td><span class="level level-{level}">{escape(texts["levels"][level])}</span></td>'
        f"<td>{mark}</td><td>{named}</td></tr>"
    )


def _named(tool: str, names: list[str], code: str) -> str:
    """A tool with its names for a rule; without them where that is the code."""
    return " ".join([escape(tool), *(f"<code>{escape(name)}</code>" for name in names if name != code)])


def _select(name: str, every: str, values: dict[str, str]) -> str:
    choices = {"": every, **values}
    options = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices.items())
    return f'<select name="{name}" aria-label="{escape(every)}">{options}</select>'
