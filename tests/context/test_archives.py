"""What ADD unpacks, by the content of real files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from dockwright.context.archives import NEEDED, is_archive
from dockwright.context.build_context import Context
from dockwright.context.file_facts import Asked, asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.syntax.tree import parse


def tar(size: int = 10, kind: int = tarfile.GNU_FORMAT, name: str = "a") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=kind) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = size
        archive.addfile(entry, io.BytesIO(os.urandom(size)))
    return made.getvalue()


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", "b" * 1000)
    return made.getvalue()


ARCHIVES = {
    "plain": tar(),
    "pax": tar(kind=tarfile.PAX_FORMAT, name="é" * 200),
    "gnu, long": tar(name="a" * 300),
    "ustar": tar(kind=tarfile.USTAR_FORMAT),
    "gzip": gzip.compress(tar()),
    "gzip in parts": gzip.compress(tar()[:100]) + gzip.compress(tar()[100:]),
    "bzip2, big": bz2.compress(tar(2_000_000)),
    "xz": lzma.compress(tar()),
    "gzip, big": gzip.compress(tar(2_000_000)),
}
OTHERS = {
    "nothing": b"",
    "text": b"import sys\n" * 100,
    "text of gzip": gzip.compress(b"CREATE TABLE a;\n" * 100),
    "text of xz": lzma.compress(b"a" * 5000),
    "text of bzip2": bz2.compress(b"a" * 5000),
    "zip": zipped(),
    "broken gzip": b"\x1f\x8b\x08" + b"x" * 2000,
    "broken bzip2": b"BZh9" + b"x" * 2000,
    "an empty tar": b"\0" * 10240,
    "a tar whose sum is wrong": b"x" + tar()[1:],
    "lzma alone": lzma.compress(tar(), format=lzma.FORMAT_ALONE),
    "a short tar": tar()[:500],
    "deb": b"!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n" + b"\0" * 1000,
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_told_by_its_content(name: str) -> None:
    assert is_archive(ARCHIVES[name][:NEEDED]) is True


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not(name: str) -> None:
    assert is_archive(OTHERS[name][:NEEDED]) is False


@pytest.mark.skipif(shutil.which("zstd") is None, reason="there is no zstd")
def test_of_zstandard_nothing_false_is_claimed() -> None:
    packed = [
        subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout
        for data in (tar(), b"a" * 5000)
    ]
    assert [is_archive(data) in (known, None) for data, known in zip(packed, (True, False), strict=True)] == [True] * 2


def test_a_survey_looks_into_what_a_dockerfile_adds(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    for name, data in {"a.py": tar(), "b.tar.gz": b"no", "app/c": tar(), "d": tar()}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link").symlink_to("d")
    (tmp_path / ".dockerignore").write_text("d\n")
    (tmp_path / "package.json").write_text("{}")
    tree = parse("FROM a\nADD a.py b.* app d link $X https://x/y /srv/\nCOPY --from=0 z /\nCOPY . /app\n")
    assert asked(tree) == Asked(("a.py", "b.*", "app", "d", "link"), (".",))
    context = Survey(walk(tmp_path)).context("Dockerfile", [], "", into=asked(tree))
    assert context.archives == {"a.py": True, "b.tar.gz": False, "link": None}
    assert context.texts == {"package.json": "{}"}
    kinds = {source: context.kind(source) for source in ("a.py", "b.*", "app", "app/", "*", "d", "link", "none", ".")}
    assert kinds == {
        "a.py": "archive", "b.*": "file", "app": "folder", "app/": "folder", "*": "archive", "d": None, "link": None,
        "none": None, ".": "folder",
    }  # fmt: skip
    guessed = Context(context.contents, sure=False, archives=context.archives)
    assert [guessed.kind(source) for source in ("a.py", "b.*", "app")] == ["archive", None, None]
