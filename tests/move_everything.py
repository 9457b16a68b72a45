"""Move every file and folder that the builds of repositories copy, and tell where an answer is wrong.

    PYTHONPATH=tests python tests/move_everything.py [--alone N] [NAME | FOLDER ...]

Everything in the recorded repositories, or in those of these names or in these folders, moves three times: under
another name, into another folder, and with another extension. Many move at once, as an editor sends them, and few
where a file names them; a wrong answer is narrowed down to the moves that it needs. With `--alone`, what files name
moves by itself, of every N one.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from posixpath import basename, dirname, join, splitext
from random import Random

from dockwright.context.values import Workspace
from moved_repositories import Judge, Pair
from shared import SHARED, listed


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--alone", type=int, default=0)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for name in options.names or repositories():
        judge = Judge(_read(Path(name)) if Path(name).is_absolute() else listed(name))
        count = Counter(copied=len(judge.copied))
        for kind in KINDS:
            for pairs in alone(judge, kind, options.alone) if options.alone else batches(judge, kind):
                count += _judged(judge, pairs, name)
        print(name, dict(count), flush=True)
        total += count
    print("total", dict(total))


def repositories() -> list[str]:
    """The recorded ones."""
    assert SHARED is not None
    return [folder.name for folder in sorted((SHARED / "contexts").glob("*+*"))]


def alone(judge: Judge, kind: str, each: int) -> Iterator[list[Pair]]:
    """The moves of what a file names, of so many one; the folders come with the files."""
    named = judge.named
    pairs = sorted(pair for pairs in batches(judge, kind) for pair in pairs if pair[0] in named)
    yield from ([pair] for pair in pairs[::each])


def batches(judge: Judge, kind: str) -> Iterator[list[Pair]]:
    """All moves of a kind: few at once where a file names what moves."""
    random = Random(kind)
    files, folders = judge.workspace.files, sorted(judge.workspace.folders)
    named = judge.named
    copied = [path for path in judge.copied if kind != "extended" or path in files]
    for is_named, is_file, most in ((False, True, 5000), (True, True, 5), (False, False, 50), (True, False, 3)):
        rows = [path for path in copied if (path in named) == is_named and (path in files) == is_file]
        random.shuffle(rows)
        most = max(most, len(rows) // 8)
        for start in range(0, len(rows), most):
            pairs: dict[str, str] = {}
            used: set[str] = set()
            for path in rows[start : start + most]:
                new = KINDS[kind](path, random, folders)
                while new in files or new in judge.workspace.folders or new in used:
                    stem, extension = splitext(new)
                    new = f"{stem}-2{extension}"
                used.add(new)
                pairs[path] = new
            yield list(pairs.items())


def _judged(judge: Judge, pairs: Sequence[Pair], name: str) -> Counter[str]:
    count = Counter(moves=len(pairs))
    while pairs:
        said = judge.answer(pairs)
        if not judge.wrong(pairs, said):
            edits = sum(map(len, said.edits.values()))
            return count + Counter(batches=1, edits=edits, told=len(said.notices))
        few, why = judge.fewest_wrong(pairs)
        print("WRONG", name, *few[:4], *why[:4], sep="\n    ", flush=True)
        count["wrong"] += 1
        pairs = [pair for pair in pairs if pair not in few]
    return count


def _renamed(path: str, random: Random, folders: Sequence[str]) -> str:
    return join(dirname(path), f"moved-{basename(path)}")


def _moved(path: str, random: Random, folders: Sequence[str]) -> str:
    others = random.sample(folders, min(4, len(folders)))
    others = [one for one in others if one != dirname(path) and not f"{one}/".startswith(f"{path}/")]
    place = others[0] if others and random.random() < 0.6 else join(dirname(path), "elsewhere")
    return join(place, basename(path))


def _extended(path: str, random: Random, folders: Sequence[str]) -> str:
    stem, extension = splitext(path)
    return f"{stem}.md" if extension == ".txt" else f"{stem}.txt"


KINDS: dict[str, Callable[[str, Random, Sequence[str]], str]] = {
    "renamed": _renamed, "moved": _moved, "extended": _extended,
}  # fmt: skip


def _read(folder: Path) -> Workspace:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}

    def read(path: str) -> str | None:
        return files[path].read_text(encoding="utf-8", errors="replace") if path in files else None

    return Workspace({path: place.stat().st_size for path, place in files.items()}, read)


if __name__ == "__main__":
    main()
