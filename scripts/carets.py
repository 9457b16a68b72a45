"""After messages were reworded: put the new words behind the carets and into the `refused` blocks of pages.

`scripts/carets.py PATH...`: of the pages at these paths, where something is still found at the same place. Read the
difference: what is printed is what was replaced, and where the old words still stand in tests and documents.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

import words  # noqa: E402 - the pages are those that the tests read
from dockwright.findings import engine  # noqa: E402
from dockwright.findings.rule import all_rules  # noqa: E402
from dockwright.ide.snapshot import Snapshot  # noqa: E402
from dockwright.refactors.kit.refactor import Refusal, by_kind  # noqa: E402
from markers import marks  # noqa: E402
from refactor_pages import examples  # noqa: E402
from rule_pages import EXAMPLES, Example  # noqa: E402

_CARETS = re.compile(r"^# *\^+ (?P<message>.*)$", re.MULTILINE)
_RULES = {rule.module.rpartition(".")[2]: rule for rule in all_rules()}


def reworded(example: Example) -> str:
    """The block of an example with the messages of today."""
    rule = _RULES[example.page]
    config = example.config
    selection = engine.select(config) if rule.scope == "Silenced" else engine.only(rule, config=config)
    source, shown = marks(example.source)
    found = [
        (one.span, one.message)
        for one in Snapshot.of(source, selection, context=example.context).findings
        if one.code == rule.code
    ]
    rest = iter(shown)

    def said(match: re.Match[str]) -> str:
        mark = next(rest)
        message = next((text for span, text in found if span == mark.span), mark.message)
        if (mark.span, message) in found:
            found.remove((mark.span, message))
        return match[0][: match.start("message") - match.start()] + message

    return _CARETS.sub(said, example.source)


def main(paths: list[str]) -> None:
    wanted = [Path(path).resolve() for path in paths]
    old: dict[str, str] = {}
    for path in words.pages().values():
        if any(one == path or one in path.parents for one in wanted):
            text = path.read_text(encoding="utf-8")
            for before, after in dict(_changes(path)).items():
                if before != after:
                    assert before in text, before
                    text = text.replace(before, after)
                    old.update(_lines(before, after))
            path.write_text(text, encoding="utf-8")
    for before, after in old.items():
        print(f"- {before}\n+ {after}")
    for before in old:
        subprocess.run(
            ["git", "grep", "-nF", "-e", before, "--", ".", ":!*.po", ":!*ko.json", ":!*.ko.md"], cwd=ROOT, check=False
        )


def _changes(path: Path) -> list[tuple[str, str]]:
    if "rules" in path.parts:
        return [(one.source, reworded(one)) for one in EXAMPLES if one.page == path.stem]
    found = []
    for example in examples():
        if example.page == path.stem and example.outcome == "refused":
            model = example.snapshot.model
            answer = by_kind()[example.kind].apply(model, example.span, example.context, example.config)
            if isinstance(answer, Refusal):
                found.append((f"\n{example.result.strip()}\n```", f"\n{answer.reason}\n```"))
    return found


def _lines(before: str, after: str) -> dict[str, str]:
    """The messages that differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return {_message(one): _message(other) for one, other in pairs if one != other}


def _message(line: str) -> str:
    match = _CARETS.match(line)
    return match["message"] if match else line


if __name__ == "__main__":
    main(sys.argv[1:])
