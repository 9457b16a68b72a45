"""Build the site in both languages: `python -m website [FOLDER]`, by default `build/site`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import yaml

from website import generator, rule_index
from website.markdown import Gathered
from website.pages import LANGUAGES, ROOT, SOURCE, Page, all_pages

HERE = Path(__file__).parent
ICON = ROOT / "client-vscode" / "images" / "icon.svg"


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site")
    build(target)
    print(f"The site is in {target}: python -m http.server --directory {target}")


def build(target: Path) -> None:
    """Write the site; whatever the generator warns of is an error."""
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    pages = all_pages()
    shutil.rmtree(target, ignore_errors=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder).resolve()
            _gather(pages, language, urls, place)
            _generate(place)
            shutil.copytree(place / "site", target / ("" if language == SOURCE else language), dirs_exist_ok=True)


def texts(language: str) -> dict[str, Any]:
    """What the site says around its pages."""
    return tomllib.loads((HERE / "texts" / f"{language}.toml").read_text(encoding="utf-8"))


def _gather(pages: list[Page], language: str, urls: dict[str, str], place: Path) -> None:
    """Write what the generator reads."""
    docs, words = place / "docs", texts(language)
    gathered = Gathered(pages, language, words, urls["Repository"])
    for page in pages:
        _write(docs / page.at, gathered.text(page))
    _write(docs / rule_index.AT, rule_index.written([page for page in pages if page.rule], language, words))
    shutil.copytree(HERE / "assets", docs / "assets")
    shutil.copytree(HERE / "theme", place / "theme")
    for name, picture in {"icon.svg": ICON, **gathered.pictures}.items():
        (docs / "pictures").mkdir(exist_ok=True)
        shutil.copy(picture, docs / "pictures" / name)
    settings = generator.settings(pages, language, words, urls)
    _write(place / "mkdocs.yml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))


def _generate(place: Path) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(place / "mkdocs.yml")]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
