"""The programs that move files about do what we read: chmod, tar, sha256sum, curl and wget themselves run."""

from __future__ import annotations

import hashlib
import http.server
import itertools
import os
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.refactors.kit.downloads import Download, Unpacked, checked, download, unpacked
from dockwright.refactors.kit.modes import FOLDER, mode
from dockwright.semantics.state import State
from dockwright.syntax.shell import parse_shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these are the tools of Linux")
STATE = State({}, {}, base_known=False)


@pytest.mark.parametrize("known", [0o644, 0o755, 0o600, 0o640])
def test_a_mode_is_what_chmod_makes_of_it(tmp_path: Path, known: int) -> None:
    letters = ["x", "r", "w", "rx", "xr", "rwx", "X", "rX", "wX"]
    plain = [f"{who}{sign}{what}" for who in ("", "a", "u", "g", "o", "ug", "go") for sign in "+-=" for what in letters]
    written = [*plain, *map(",".join, itertools.product(plain[::23], plain[::13])), "755", "0644", "4755", "u=rw,go=r"]
    seen = 0
    for text in written:
        exact, numeric = mode(text, symbolic=True), mode(text, symbolic=False, known=known)
        if exact is None or numeric is None:
            continue
        seen += 1
        real = _chmod(tmp_path, text, known, 0o022)
        assert (numeric.of_file, int(numeric.flag, 8)) == (real[0], real[0]), text
        assert _chmod(tmp_path, exact.flag, known, 0) == real, text
        if known == 0o644:
            assert exact.of_folder == real[1], text
    assert seen > 100


def _chmod(folder: Path, written: str, before: int, mask: int) -> tuple[int, int]:
    """The modes of a file and of a folder after chmod, with an umask."""
    file, place = folder / "file", folder / "place"
    file.touch()
    place.mkdir(exist_ok=True)
    file.chmod(before)
    place.chmod(FOLDER)
    old = os.umask(mask)
    try:
        subprocess.run(["chmod", written, file, place], check=True)
    finally:
        os.umask(old)
    return file.stat().st_mode & 0o7777, place.stat().st_mode & 0o7777


TARS = [
    "tar xzf a.tgz", "tar -xzf a.tgz", "tar -xf a.tgz -C out", "tar xzfC a.tgz out", "tar -xzfa.tgz", "tar xvfz a.tgz",
    "tar --extract --gzip --file a.tgz --directory=out", "tar -C out -zxf a.tgz", "tar -xvzC out -f a.tgz",
    "tar --extract --file=a.tgz --directory out", "tar xpf a.tgz", "cat a.tgz | tar xz", "cat a.tgz | tar -xzC out",
    "cat a.tgz | tar zxf - -C out", "cat a.tgz | tar -zx -C out -f -", "tar xzf a.tgz --strip-components=1",
    "tar xzf a.tgz top/x", "tar tzf a.tgz", "tar -xzf a.tgz --exclude y", "tar xzf a.tgz --one-top-level",
    "cat a.tgz | tar xz --to-stdout", "tar -xkzf a.tgz", "tar xzCf out a.tgz", "tar xzf a.tgz -- top/x",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("tar") is None, reason="there is no tar")
def test_tar_puts_the_files_where_we_say(tmp_path: Path) -> None:
    understood = 0
    for number, text in enumerate(TARS):
        place = tmp_path / str(number)
        (place / "out").mkdir(parents=True)
        (place / "top").mkdir()
        (place / "top" / "x").write_text("x")
        (place / "top" / "y").write_text("y")
        with tarfile.open(place / "a.tgz", "w:gz") as archive:
            archive.add(place / "top", "top")
        shutil.rmtree(place / "top")
        command = parse_shell(text).simple_commands()[-1].command
        found = unpacked(command, STATE)
        if not isinstance(found, Unpacked):
            continue
        understood += 1
        subprocess.run(["sh", "-c", text], cwd=place, check=True, capture_output=True)
        made = sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.name in "xy")
        assert made == [os.path.normpath(f"{found.folder}/top/{name}") for name in "xy"], text
        assert (found.archive == "-") == ("|" in text), text
    assert understood == 15


SUMS = [
    'echo "{0}  f" | sha256sum -c',
    'echo "{0} *f" | sha256sum --check --strict',
    "printf '%s\\n' '{0}  f' | sha256sum -c -",
    "echo {0}  f | sha256sum -c",
    'echo "{0}  f" | sha256sum',
    'echo "{0}  f" | shasum -a 256 -c',
    'echo "{0}  g" | sha256sum -c',
    "echo '{0}  f' | sha256sum -c -s -",
    'echo "{0}  f" | sha256sum -c --ignore-missing',
    'printf "{0}  f" | sha256sum -c',
]


@pytest.mark.parametrize("text", SUMS)
def test_a_check_is_one_that_fails_for_another_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "f").write_bytes(b"data")
    digest = hashlib.sha256(b"data").hexdigest()
    script = parse_shell(text.format(digest))
    found = checked(script.body.items[0], STATE)
    if found is None:
        assert text in (SUMS[3], SUMS[4], SUMS[8], SUMS[9])
        return
    assert found == (digest, "g" if "  g" in text else "f")
    if "shasum" not in text and "-s" not in text.split() and found[1] == "f":
        for wrong in (False, True):
            sent = text.format("0" * 64 if wrong else digest)
            done = subprocess.run(["sh", "-c", sent], cwd=tmp_path, capture_output=True, check=False)
            assert (done.returncode != 0) == wrong


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"data")

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


FETCHES = [
    "curl -o f {0}/tool",
    "curl -fsSLo f {0}/tool",
    "curl -fsSL {0}/tool -o f",
    "curl -LO {0}/tool",
    "curl {0}/tool -of",
    "curl --output f --retry 3 {0}/tool",
    "curl -sS --fail --location --remote-name {0}/a/tool",
    "wget {0}/tool",
    "wget -q {0}/tool -O f",
    "wget -qO f {0}/tool",
    "wget -nv --output-document=f {0}/tool",
    "wget -qO- {0}/tool",
    "curl -s {0}/tool",
    "wget -O f --progress=dot:giga --tries=2 {0}/tool",
    "wget -q -T 5 -O f {0}/tool",
    "curl -s -o - {0}/tool",
    "curl -s -o f {0}/tool {0}/b",
    "wget -P d {0}/tool",
    "curl -J -O {0}/tool",
    "wget -i list",
    "curl -sO {0}/tool?x=1",
    "wget -q {0}/tool?x=1",
    "curl -X POST -o f {0}/tool",
    "curl -so f -H a:b {0}/tool",
    "wget -qOf {0}/tool",
]


@pytest.mark.parametrize("program", ["curl", "wget"])
def test_a_download_makes_the_file_that_we_say(tmp_path: Path, server: str, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program}")
    understood = 0
    old = os.umask(0o022)
    try:
        for number, text in enumerate(text.format(server) for text in FETCHES if text.startswith(program)):
            (command,) = parse_shell(text).simple_commands()
            found = download(command.command, STATE)
            if not isinstance(found, Download):
                continue
            understood += 1
            place = tmp_path / str(number)
            place.mkdir()
            environment = {"PATH": os.environ["PATH"]}
            done = subprocess.run(["sh", "-c", text], cwd=place, env=environment, check=True, capture_output=True)
            made = {path.name: path.stat().st_mode & 0o777 for path in place.iterdir()}
            assert made == ({} if found.file == "-" else {found.file: 0o644}), text
            assert (done.stdout == b"data") == (found.file == "-"), text
            assert found.url.startswith(f"{server}/"), text
    finally:
        os.umask(old)
    assert understood >= 8
