"""Write `llms.txt`: for language models, the pages of the documentation with what each is about, made of the pages.

Its form is that of llmstxt.org: a title, a summary, and lists of links.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "llms.txt"
FIRST = (
    "settings",
    "policy",
    "agents",
    "ci",
    "editors",
    "context",
    "explain",
    "plan",
    "inspect",
    "host-files",
    "hadolint",
)
OTHERS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "docs/style.md", "docs/release.md", "CHANGELOG.md")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def main() -> None:
    PLACE.write_text(written(), encoding="utf-8")


def written() -> str:
    """The whole text."""
    pages = [ROOT / "docs" / f"{name}.md" for name in FIRST]
    lessons = sorted((ROOT / "docs/learn/en").glob("[0-9]*.md"))
    others = [ROOT / name for name in OTHERS]
    known = {*pages, *others}
    missing = [path.name for path in (ROOT / "docs").glob("*.md") if path not in known and "." not in path.stem]
    if missing:
        sys.exit(f"scripts/llms.py does not name {', '.join(missing)}")
    lists = {"Docs": pages, "Lessons": lessons, "Optional": others}
    summary = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["description"]
    parts = [f"# Dockwright\n\n> {summary}\n"]
    parts += [f"## {title}\n\n" + "".join(map(_line, paths)) for title, paths in lists.items()]
    return "\n".join(parts)


def _line(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    match = _TITLE.search(text)
    about = _about(path)
    title = match[1] if match else path.stem
    return f"- [{title}]({path.relative_to(ROOT).as_posix()}){f': {about}' if about else ''}\n"


def _about(path: Path) -> str:
    """The first sentence of a page, in plain words."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8").partition("\n")[2])
    blocks = (" ".join(block.split()) for block in text.split("\n\n"))
    block = next((one for one in blocks if re.match(r"[A-Z*`]", one)), "")
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", block)
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", plain, maxsplit=1)[0].rstrip(":")


if __name__ == "__main__":
    main()
