"""`python -m benchmarks.formatters [FILES]`: how often a formatter breaks a real Dockerfile, or changes its meaning.

Compares ours to `@reteps/dockerfmt`, which is installed in a temporary folder on first use and run by Node.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.sources import SHARED
from dockwright.cli.inspect import described
from dockwright.config import FormatSettings
from dockwright.ide.format.format import laid_out
from dockwright.ide.format.style import Style
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.tree import parse
from dockwright.text import apply

PACKAGE = "@reteps/dockerfmt@0.5.4"
PROGRAM = """
import { readFileSync, writeSync } from 'node:fs';
import { formatDockerfileContents } from '@reteps/dockerfmt';
const options = { indent: 4, trailingNewline: true, spaceRedirects: false };
for (const [index, source] of JSON.parse(readFileSync(0, 'utf8'))) {
  let result = null;
  try { result = await formatDockerfileContents(source, options); } catch { }
  writeSync(1, JSON.stringify([index, result]) + '\\n');
}
"""
SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD")
ROWS = ("files", "changed", "failed", "no longer parse", "other words", "other heredocs", "other shell words",
        "comments lost", "not stable")  # fmt: skip


def main() -> None:
    """Print a table."""
    sources = list(_sources())
    sources = sources[:: max(len(sources) // (int(sys.argv[1]) if sys.argv[1:] else 300), 1)]
    print(f"{len(sources)} real files that parse\n", flush=True)
    tables = {
        "dockwright": _judged(sources, _ours(Style())),
        "dockwright, 4 spaces": _judged(sources, _ours(Style("    "))),
    }
    if folder := _installed():
        tables["dockerfmt"] = _judged(sources, lambda texts: _dockerfmt(folder, texts))
    print(f"{'':<20}" + "".join(f"{name:>22}" for name in tables))
    for row in ROWS:
        print(f"{row:<20}" + "".join(f"{table[row]:>22}" for table in tables.values()))


def _sources() -> Iterator[str]:
    corpus = SHARED / "corpus"
    entries = map(json.loads, (corpus / "index.jsonl").read_text(encoding="utf-8").splitlines())
    for entry in entries:
        data = (corpus / entry["file"]).read_bytes()
        source = data.decode("utf-8", "replace")
        if entry["kind"] == "real" and source.encode() == data and not _is_broken(source):
            yield source


Formatter = Callable[[list[str]], list[str | None]]


def _judged(sources: list[str], formatter: Formatter) -> Counter[str]:
    results = formatter(sources)
    again = formatter([result or "" for result in results])
    table: Counter[str] = Counter(files=len(sources))
    for source, result, twice in zip(sources, results, again, strict=True):
        table["changed"] += result not in (None, source)
        table["failed"] += result is None
        if result is None or result == source:
            continue
        table["not stable"] += twice != result
        if _is_broken(result):
            table["no longer parse"] += 1
            continue
        before, after = _seen(source), _seen(result)
        for name in before:
            table[name] += before[name] != after[name]
    return table


def _is_broken(source: str) -> bool:
    tree = parse(source)
    return bool(tree.problems) or not tree.instructions or any(each.name not in NAMES for each in tree.instructions)


def _seen(source: str) -> dict[str, Any]:
    nodes = described(source)["nodes"]
    tree = parse(source)
    comments = [comment.value for piece in tree.pieces for comment in piece.comments]
    return {
        "other words": [_words(node) for node in nodes],
        "other heredocs": [node.get("heredocs") for node in nodes],
        "other shell words": [_shell(" ".join(node["args"])) for node in nodes if _is_shell(node)],
        "comments lost": Counter(comments),
    }


def _is_shell(node: dict[str, Any]) -> bool:
    return node["cmd"].upper() in SHELL and "json" not in node


def _words(node: dict[str, Any]) -> Any:
    args = [] if _is_shell(node) else node["args"]
    if node["cmd"].upper() in ("ENV", "LABEL"):  # `A b` and `A=b` are equal
        args = [arg.strip("\"'") for index, arg in enumerate(args) if index % 3 < 2]
    args = [arg.upper() if arg.upper() == "AS" else arg for arg in args]
    return node["cmd"].upper(), node.get("flags"), "json" in node, args


def _shell(text: str) -> Any:
    """The words of a shell command; if quotes are not closed, its characters without blanks."""
    try:
        lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        lexer.commenters = ""
        return list(lexer)
    except ValueError:
        return "".join(text.split())


def _ours(style: Style) -> Formatter:
    return lambda texts: [apply(text, laid_out(parse(text), FormatSettings(), style)) for text in texts]


def _installed() -> Path | None:
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    folder = Path(tempfile.gettempdir()) / "dockwright-benchmarks"
    folder.mkdir(exist_ok=True)
    if not (folder / "node_modules" / "@reteps").is_dir():
        command = ["npm", "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", PACKAGE]
        subprocess.run(command, check=False, capture_output=True)
    (folder / "format.mjs").write_text(PROGRAM, encoding="utf-8")
    return folder if (folder / "node_modules" / "@reteps").is_dir() else None


def _dockerfmt(folder: Path, texts: list[str]) -> list[str | None]:
    """A file that makes the program exit early counts as failed; the remaining files are formatted in another run."""
    results: dict[int, str | None] = {}
    while rest := [(index, text) for index, text in enumerate(texts) if index not in results]:
        done = subprocess.run(
            ["node", "format.mjs"], cwd=folder, input=json.dumps(rest), capture_output=True, text=True, check=False
        )
        found = dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))
        results |= found or {rest[0][0]: None}
        if found and len(found) < len(rest):
            results[rest[len(found)][0]] = None
    return [results[index] for index in range(len(texts))]


if __name__ == "__main__":
    sys.exit(main())
