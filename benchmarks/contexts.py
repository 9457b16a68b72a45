"""Accuracy of build contexts in recorded repositories: `python -m benchmarks.contexts [FOLDER] [--wrong]`."""

from __future__ import annotations

import collections
import json
import os
import posixpath
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dockwright.context.build_context import Context, clean
from dockwright.context.builds.discovery import candidates, discover, ignore_file, is_dockerfile
from dockwright.context.contents import contents
from dockwright.context.folder_walk import Listing
from dockwright.context.git import GitIgnores
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.context.values import Workspace
from dockwright.findings.engine import only
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse

SHARED = Path(os.environ.get("DOCKWRIGHT_SHARED") or Path(__file__).parents[2] / "shared")
AROUND = only(*(rule for rule in all_rules() if rule.scope == "Surroundings"))
MOST_UNLISTED = 6
"""The lists lack links and one ignore file, which the recorded contexts include."""

Counts = collections.Counter[tuple[str, bool]]


def main() -> int:
    """Measure and print; 2 if there is nothing to measure."""
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(named[0]) if named else SHARED / "contexts"
    if not (folder / "expected.jsonl").is_file():
        print(f"{folder} has no expected.jsonl; name a folder of recorded repositories: {__doc__}", file=sys.stderr)
        return 2
    wrong = "--wrong" in sys.argv
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    workspaces = {name: workspace(folder / name) for name in sorted({row["repo"] for row in rows})}
    _table("Contexts that are right", _contexts(rows, workspaces, wrong))
    _table("Fates of literal sources, with the true context given", _fates(rows, workspaces, wrong))
    _claims(folder, workspaces, wrong)
    return 0


def workspace(folder: Path) -> Workspace:
    """A recorded repository: file names, and the texts of relevant files."""
    rows = (line.rsplit("\t", 1) for line in (folder / "tree.tsv").read_text(encoding="utf-8").splitlines())
    files = {path: int(size) if size.isdigit() else 0 for path, size in rows}

    def read(path: str) -> str | None:
        place = folder / "files" / path
        return place.read_text(encoding="utf-8", errors="replace") if place.is_file() else None

    return Workspace(files, read)


def _contexts(rows: list[Any], workspaces: dict[str, Workspace], wrong: bool) -> Counts:
    counts: Counts = collections.Counter()
    started = time.perf_counter()
    builds = {name: discover(files) for name, files in workspaces.items()}
    took = time.perf_counter() - started
    for row in rows:
        files = workspaces[row["repo"]]
        wanted = [source["src"] for source in row["sources"]]
        first = candidates(row["dockerfile"], wanted, builds[row["repo"]], files)[0]
        right = first.context == row["context"]
        kinds = ["all", "sure" if row["sure"] else "unsure", "differing" if row["differs"] else "same"]
        kinds += ["sure and differing"] if row["sure"] and row["differs"] else []
        counts.update((kind, right) for kind in kinds)
        ignored = ignore_file(row["dockerfile"], row["context"], files)
        counts["ignore file, with the true context given", ignored == row["ignore_file"]] += 1
        if wrong and not right:
            print(row["repo"], row["dockerfile"], repr(row["context"]), repr(first.context), row["evidence"][:2])
    print(f"{len(workspaces)} repositories; their builds were found in {took:.1f} s\n")
    return counts


def _fates(rows: list[Any], workspaces: dict[str, Workspace], wrong: bool) -> Counts:
    counts: Counts = collections.Counter()
    known: dict[tuple[str, ...], Context] = {}
    for row in rows:
        key = (row["repo"], row["context"], row["ignore_file"] or "")
        if key not in known:
            known[key] = _given(workspaces[row["repo"]], *key[1:])
        for source in row["sources"]:
            if "$" in source["src"] or "://" in source["src"]:
                continue
            path, fate = clean(source["src"]), known[key].fate(source["src"])
            ignored = sum(number for _, number in fate.left_out)
            expected = (source.get("files", 0), source.get("ignored", 0)) if source["in_context"] else (0, 0)
            most = 0 if path else MOST_UNLISTED
            got = (fate.sent + ignored, ignored)
            right = all(abs(one - other) <= most for one, other in zip(got, expected, strict=True))
            counts["existence, files and ignored files as recorded", right] += 1
            false = not fate.exists and not known[key].doubt(path)
            if not source["in_context"]:
                # Files that are not in a checkout are created before the real build: a finding about them would be
                # wrong.
                counts["of those not in the checkout, not called missing", not false] += 1
            counts["of all, not called missing", not false] += 1
            if wrong and (false or not right):
                print(row["repo"], row["dockerfile"], source, got)
    return counts


def _given(files: Workspace, root: str, ignored_by: str) -> Context:
    git = GitIgnores(files)
    held = contents(files, root, ignored_by or None)
    return Context(held, sure=True, doubtful=lambda path: git.ignores(posixpath.join(root, path)))


def _claims(folder: Path, workspaces: dict[str, Workspace], wrong: bool) -> None:
    """The findings in all Dockerfiles; their builds work, so each finding counts as wrong."""
    count, hints = 0, collections.Counter[str]()
    found: collections.Counter[str] = collections.Counter()
    for name, files in workspaces.items():
        survey = Survey(Listing(folder / name / "files", dict(files.files)))
        for path, text in _dockerfiles(files):
            wanted = sources(parse(text))
            count += len(wanted)
            for finding in Snapshot.of(text, AROUND, context=survey.context(path, wanted)).findings:
                (found if finding.severity <= Severity.WARNING else hints)[finding.code] += 1
                if wrong and finding.severity <= Severity.WARNING:
                    print(name, path, finding.message)
    missing = found["source-not-found"]
    print("Claims of the rules over all sources, warnings and errors\n")
    print(f"  false `source-not-found`   {missing:5} of {count:5}  {missing / max(1, count):7.2%}   (limit 1 %)")
    print(f"  all claims                 {dict(found)}")
    print(f"  hints and information      {dict(hints)}")


def _dockerfiles(files: Workspace) -> Iterator[tuple[str, str]]:
    for path in files.files:
        if is_dockerfile(path) and (text := files.read(path)) is not None:
            yield path, text


def _table(title: str, counts: Counts) -> None:
    print(f"{title}\n")
    for name in dict.fromkeys(name for name, _ in counts):
        right, wrong = counts[name, True], counts[name, False]
        print(f"  {name:50} {right:5} of {right + wrong:5}  {right / max(1, right + wrong):7.2%}")
    print()


if __name__ == "__main__":
    sys.exit(main())
