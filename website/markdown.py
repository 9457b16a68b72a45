"""From a file of the repository to a page of the site: blocks get captions, links lead to pages or the repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any

from website.pages import LANGUAGES, ROOT, Page

_FENCE = re.compile(r"^( *)```(\S*) *(.*)$")
_LINK = re.compile(r'(\]\(|\bsrc="|\bsrcset="|\bhref=")([^)"\s]+)')
_NOT_ON_THE_SITE = re.compile(r"<!-- not on the site -->.*?<!-- on the site again -->\n*", re.DOTALL)
_PICTURES = {".png", ".svg", ".gif", ".webp", ".apng", ".mp4", ".jpg"}
_PLAIN = {"files": "text", "dockerignore": "text", "plan": "text", "held": "text", "": "text"}


class Gathered:
    """The pages of one language, as the generator reads them, and the pictures that they show."""

    def __init__(self, pages: list[Page], language: str, texts: dict[str, Any], repository: str) -> None:
        self.pictures: dict[str, Path] = {}
        self._language = language
        self._texts = texts
        self._repository = repository
        self._places = {path: page.at for page in pages for path in (page.source, *map(page.translated, LANGUAGES))}

    def text(self, page: Page) -> str:
        """The page."""
        source = page.translated(self._language)
        text = _NOT_ON_THE_SITE.sub("", source.read_text(encoding="utf-8"))
        lines = "\n".join(self._lines(text.split("\n"), lambda target: self._resolved(target, source, page)))
        if source == page.translated("") and self._texts["untranslated"]:
            title, _, rest = lines.partition("\n")
            return f'{title}\n\n!!! note ""\n\n    {self._texts["untranslated"]}\n{rest}'
        return lines

    def _lines(self, lines: list[str], resolved: Callable[[str], str]) -> Iterator[str]:
        fenced = False
        for line in lines:
            if found := _FENCE.match(line):
                fenced = not fenced
                yield self._opened(*found.groups()) if fenced else line
            elif fenced:
                yield re.sub(r"<\|>|<\||\|>", "", line)
            else:
                yield _LINK.sub(lambda match: match[1] + resolved(match[2]), line)

    def _opened(self, indent: str, language: str, word: str) -> str:
        """The first line of a block, with a caption in place of the word that tests read."""
        kind = word.partition(" ")[0] if language == "dockerfile" else language
        caption = self._texts["captions"].get(kind, "").format(word)
        title = f' title="{caption}"' if caption else ""
        return f"{indent}``` {_PLAIN.get(language, language)}{title}"

    def _resolved(self, target: str, source: Path, page: Page) -> str:
        """Where a link of a file leads on the site."""
        path, mark, fragment = target.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return target
        wanted = (source.parent / path).resolve()
        if not wanted.exists():
            raise ValueError(f"{source}: the link to {target} leads nowhere")
        if wanted in self._places:
            return relpath(self._places[wanted], PurePosixPath(page.at).parent) + mark + fragment
        if wanted.suffix in _PICTURES:
            self.pictures[wanted.name] = wanted
            return relpath(f"pictures/{wanted.name}", PurePosixPath(page.at).parent)
        kind = "tree" if wanted.is_dir() else "blob"
        return f"{self._repository}/{kind}/main/{wanted.relative_to(ROOT)}{mark}{fragment}"
