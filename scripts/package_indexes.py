"""Read which packages a release has, from the indexes that apt and apk read.

A folder holds the indexes, named as apt names its own: the URL with `_` for each slash. What is missing is fetched from
the URL; a release of which one index can be neither read nor fetched is not judged.
"""

from __future__ import annotations

import gzip
import io
import itertools
import lzma
import re
import tarfile
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def urls(archive: dict[str, Any], release: str) -> list[str]:
    """Where the indexes of a release are."""
    pairs = itertools.product(archive["urls"], archive.get("parts", [""]))
    return list(dict.fromkeys(url.replace("[part]", part).format(archive["releases"][release]) for url, part in pairs))


def available(places: Iterable[str], folder: Path) -> frozenset[str] | None:
    """What an install finds by its name in all of these indexes; None if one of them cannot be had."""
    found: set[str] = set()
    providers: dict[str, set[str]] = {}
    for url in places:
        content = _content(url, folder)
        if content is None:
            return None
        for name, provided in (_of_apk if url.endswith(".tar.gz") else _of_deb)(content):
            found.add(name)
            for one in provided:
                providers.setdefault(one, set()).add(name)
        if url.endswith(".tar.gz"):
            found.update(providers)
    # apt takes the package behind a virtual name if there is one alone, and refuses to choose among several
    return frozenset(found | {name for name, those in providers.items() if len(those) == 1})


def _content(url: str, folder: Path) -> bytes | None:
    place = folder / url.partition("://")[2].replace("/", "_")
    if not place.is_file():
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                place.write_bytes(answer.read())
        except OSError:
            return None
    return place.read_bytes()


def _of_deb(content: bytes) -> Iterator[tuple[str, list[str]]]:
    for record in lzma.decompress(content).decode("utf-8", "replace").split("\n\n"):
        name = re.search(r"^Package: (.+)$", record, re.MULTILINE)
        if name:
            provided = re.search(r"^Provides: (.+)$", record, re.MULTILINE)
            yield name[1], [re.split(r"[\s(:]", one.strip())[0] for one in provided[1].split(",")] if provided else []


def _of_apk(content: bytes) -> Iterator[tuple[str, list[str]]]:
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content))) as archive:
        index = archive.extractfile("APKINDEX")
        assert index is not None
        for record in index.read().decode("utf-8", "replace").split("\n\n"):
            fields = dict(line.split(":", 1) for line in record.splitlines() if ":" in line)
            if "P" in fields:
                yield fields["P"], [re.split(r"[=<>~]", one)[0] for one in fields.get("p", "").split()]
