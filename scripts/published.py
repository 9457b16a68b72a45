"""Read files out of what projects publish: packages of PyPI and npm, and repositories. Nothing that is read is run.

A source is a row of a table:

- `{ pypi = "flask", file = "flask/cli.py" }`: the newest wheel, by pip
- `{ npm = "vite", file = "dist/node/chunks/*.js" }`: the newest package, by npm
- `{ github = "rails/rails", file = "README.md" }`: the default branch
- `{ page = "https://..." }`: a page to read; only people can judge it

with `says`, a text of the file, or several. A star in the name of a file stands for anything.
"""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any


class Unreachable(Exception):
    """Nothing was published there, or it cannot be reached from here."""


def contradiction(source: dict[str, Any]) -> str | None:
    """What is wrong with a source; None if it says what it should."""
    wanted = [source["says"]] if isinstance(source["says"], str) else source["says"]
    texts = list(_texts(source))
    if any(all(one in text for one in wanted) for text in texts):
        return None
    return f"`{source['file']}` does not say so" if texts else f"`{source['file']}` is not there"


def linux_wheels(name: str) -> tuple[set[str], set[str]]:
    """The versions of a package on PyPI that have a wheel for some Linux, and all of its versions."""
    done = _run(sys.executable, "-m", "pip", "-vvv", "index", "versions", "--pre", name)
    wanted = re.sub(r"[-_.]+", "-", name.lower())
    built: set[str] = set()
    found: set[str] = set()
    for file in set(re.findall(r"/([\w.+-]+\.(?:whl|tar\.gz|zip))", done)):
        if file.endswith(".whl"):
            project, version, *tags = file[:-4].split("-")
            if re.sub(r"[-_.]+", "-", project.lower()) == wanted:
                found.add(version)
                if "linux" in tags[-1] or tags[-1] == "any":
                    built.add(version)
        else:
            project, _, version = re.sub(r"\.(?:tar\.gz|zip)$", "", file).rpartition("-")
            if re.sub(r"[-_.]+", "-", project.lower()) == wanted:
                found.add(version)
    if not found:
        raise Unreachable(name)
    return built, found


def _texts(source: dict[str, Any]) -> Iterator[str]:
    if "github" in source:
        yield _fetched(f"https://raw.githubusercontent.com/{source['github']}/HEAD/{source['file']}")
        return
    kind = "pypi" if "pypi" in source else "npm"
    for name, content in _package(kind, source[kind]).items():
        if fnmatch.fnmatchcase(name, source["file"]):
            yield content.decode("utf-8", "replace")


@cache
def _package(kind: str, name: str) -> dict[str, bytes]:
    """The files of the newest package."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "pypi":
            command = ("pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", folder, name)
            _run(sys.executable, "-m", *command)
            for place in Path(folder).iterdir():
                with zipfile.ZipFile(place) as wheel:
                    return {one: wheel.read(one) for one in wheel.namelist()}
        _run("npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder, name)
        for place in Path(folder).iterdir():
            with tarfile.open(place) as archive:
                files = {one.name.partition("/")[2]: archive.extractfile(one) for one in archive if one.isfile()}
                return {path: file.read() for path, file in files.items() if file}
    raise Unreachable(name)


@cache
def _fetched(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            content: bytes = answer.read()
    except urllib.error.HTTPError as error:
        raise Unreachable(f"{url}: {error.code}") from error
    except OSError as error:
        raise Unreachable(url) from error
    return content.decode("utf-8", "replace")


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(command[-1]) from error
    if done.returncode:
        raise Unreachable(f"{command[-1]}: {done.stderr.strip()[-200:]}")
    return done.stdout + done.stderr
