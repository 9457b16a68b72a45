"""`python -m benchmarks.comparison [QUESTION ...]`: ask every tool, and write the answers to `measured.json`.

A tool that no package registry has cannot be asked here. What is known of it stands in `read.json`, each fact with the
file of its own repository that says so.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.comparison import questions
from benchmarks.comparison.tools import Tool, tools

MEASURED = Path(__file__).parent / "measured.json"
ASKED = (
    questions.checks,
    questions.fixes,
    questions.false_errors,
    questions.after_an_error,
    questions.hovers,
    questions.completions,
    questions.navigation,
    questions.command_line,
)


def main() -> None:
    known = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    found = {tool.name: known.get(tool.name, {}) | _answers(tool, sys.argv[1:]) for tool in tools()}
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _answers(tool: Tool, names: list[str]) -> dict[str, Any]:
    answers: dict[str, Any] = {"version": tool.version, "license": tool.license}
    for question in ASKED:
        if names and question.__name__ not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            questions.prepare(root)
            answers[question.__name__] = question(tool, root)
        print(tool.name, question.__name__, answers[question.__name__], flush=True)
    return answers


if __name__ == "__main__":
    main()
