"""The licences of the Python libraries in the package, as `licences.mjs` writes those of the npm packages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

RULE = f"\n{'-' * 79}\n\n"
NAMES = ("licence", "license", "copying", "notice")


def notices(folders: Iterable[Path]) -> str:
    """The text of a file of notices for what was unpacked into these folders; each library is named once."""
    found = {f"{one.name} {one.version}": one for one in distributions(path=[str(folder) for folder in folders])}
    return RULE.join(notice(found[name]) for name in sorted(found, key=str.lower))


def notice(library: Distribution) -> str:
    """Name, licence, source and the texts of the licences of a library."""
    texts = [file.read_text(encoding="utf-8").strip() for file in files(library)]
    if not texts:
        raise ValueError(f"{library.name} comes without the text of its licence")
    head = f"{library.name} {library.version} ({licence(library)})\n{source(library)}"
    return "\n\n".join([head.strip(), *texts]) + "\n"


def files(library: Distribution) -> list[Path]:
    """The files with the licences of a library, which lie beside its metadata."""
    known = [file for file in library.files or () if ".dist-info" in file.parts[0]]
    return sorted(Path(str(file.locate())) for file in known if file.name.lower().startswith(NAMES))


def licence(library: Distribution) -> str:
    """The SPDX expression of a library, or what older metadata has instead."""
    told = library.metadata.get("License-Expression") or library.metadata.get("License")
    classes = [one for one in library.metadata.get_all("Classifier") or () if one.startswith("License :: ")]
    return told or ", ".join(one.rpartition(" :: ")[2] for one in classes)


def source(library: Distribution) -> str:
    """Where the source of a library is, which the Mozilla Public License wants told; empty where it does not say."""
    urls = dict(one.split(", ", 1) for one in library.metadata.get_all("Project-URL") or ())
    known = {name.lower(): url for name, url in urls.items()}
    wanted = ("source", "source code", "repository", "github", "homepage")
    home = library.metadata.get("Home-page", "")
    return next((known[name] for name in wanted if name in known), home)
