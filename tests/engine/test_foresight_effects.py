"""What is said of images that are not as they seem is true of what a real engine makes; look-alikes are as meant."""

from __future__ import annotations

import gzip
import http.server
import io
import json
import re
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.config.reading import read
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.ide.snapshot import Snapshot
from engine.engine import Engine, Source

PORT = 8099
_BLOCK = re.compile(r"^```dockerfile (\S+): (classic: )?([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = _BLOCK.findall(Path(__file__).with_name("foresight_effects.md").read_text(encoding="utf-8"))
CODES = {code for code, _, _, _ in CASES}
BIG = 8_000_000


def _archive() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("index.html")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"hi"))
    return gzip.compress(packed.getvalue())


FILES: dict[str, str | bytes] = {
    "conf/app.conf": "", "conf/sites/one.conf": "", "conf/snippets/two.conf": "",
    "src/run.sh": "#!/bin/sh\n", "exec.sh": '#!/bin/sh\nset -e\nexec "$@"\n', "lib/x": "",
    "big.bin": b"\1" * BIG,
    "site.tar.gz": _archive(), "plain.tar.gz": "no archive\n",
    "package.json": "{}", "package-lock.json": "{}", "node_modules/a.js": "of the host\n",
    "npm": "#!/bin/sh\nmkdir -p node_modules && echo of the image > node_modules/a.js\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[None]:
    """The archive at an address of this machine, for ADD."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(_archive())

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.mark.parametrize(("code", "classic", "claim", "dockerfile"), CASES)
def test_it_is_told(code: str, classic: str, claim: str, dockerfile: str, tmp_path: Path) -> None:
    for name, content in {**FILES, "compose.yaml": "services: {a: {build: .}}"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    config, _ = read({"engine": "classic"} if classic else {})
    snapshot = Snapshot.of(dockerfile, config)
    context = Survey(walk(tmp_path)).context("Dockerfile", sources(snapshot.tree), into=asked(snapshot.tree))
    told = {one.code for one in snapshot.placed(context).findings if not one.doubtful}
    assert told & CODES == ({code} if code != "fine" else set())


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(("code", "classic", "claim", "dockerfile"), CASES)
def test_the_engine_agrees(code: str, classic: str, claim: str, dockerfile: str, engine: Engine) -> None:
    files = {name: Source(content, 0o755) for name, content in FILES.items()}
    built = engine.build(dockerfile, files, classic=bool(classic))
    if claim == "build fails":
        assert built.image is None
        return
    assert built.image is not None, built.log
    if claim.startswith("prints "):
        expected = claim.removeprefix("prints ").replace("nothing", "")
        assert engine.run(built.image).output.strip() == expected
        return
    match claim:
        case "start fails":
            assert engine.run(built.image).status not in (0, None)
        case "starts":
            assert engine.run(built.image).status == 0
        case "ends" | "stays":
            assert (engine.run(built.image).status is None) == (claim == "stays")
        case "healthy" | "unhealthy":
            assert _health(engine, built.image) == claim
        case "layers grow" | "layers stay":
            base = dockerfile.partition("\n")[0].removeprefix("FROM ")
            grown = engine.size(built.image) - engine.size(base)
            assert (grown > BIG * 0.9) == (claim == "layers grow"), grown
        case _:
            done = engine.run(built.image, "-c", claim, options=["--entrypoint", "sh"])
            assert done.status == 0, done.output


def _health(engine: Engine, image: str) -> str:
    started = engine.docker("run", "--detach", "--network=none", image).stdout.decode().strip()
    try:
        for _ in range(300):
            state = json.loads(engine.docker("inspect", "--format", "{{json .State}}", started).stdout)
            if state["Health"]["Status"] != "starting" or not state["Running"]:
                break
            time.sleep(0.1)
        return str(state["Health"]["Status"])
    finally:
        engine.docker("rm", "--force", started)
