"""Helix in a terminal of tmux: what an author types, and what the screen then shows."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editors.tools import ENVIRONMENT, PLACE, ROOT, SERVER

RUN = PLACE / "helix" / "run"
SECONDS = 30


class Screen:
    """A terminal in which Helix shows one Dockerfile."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ["tmux", "-L", f"dockwright-{folder.name}"]
        config = folder / "config" / "helix"
        config.mkdir(parents=True)
        text = (ROOT / "editors" / "helix" / "languages.toml").read_text(encoding="utf-8")
        first, *rest = SERVER.split(" ")
        text = text.replace('command = "dockwright"', f'command = "{first}"')
        args = ", ".join(f'"{word}"' for word in rest)
        (config / "languages.toml").write_text(text.replace('args = ["lsp"]', f"args = [{args}]"), encoding="utf-8")
        self.file = folder / "Dockerfile"
        self.file.write_text("FROM alpine:3.20\nADD app.py /srv/\n", encoding="utf-8")
        (folder / "app.py").write_text("pass\n", encoding="utf-8")
        environment = {**ENVIRONMENT, "XDG_CONFIG_HOME": str(folder / "config"), "TERM": "screen-256color"}
        self._run("new-session", "-d", "-x", "120", "-y", "40", str(RUN), str(self.file), environment=environment)

    def _run(self, *words: str, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [*self._tmux, *words], env=environment, capture_output=True, text=True, check=False, cwd=self.file.parent
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def wait(self, what: str, condition: Callable[[str], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not condition(shown := self._run("capture-pane", "-p")):
            assert time.monotonic() < end, f"waited in vain for {what}:\n{shown}"
            time.sleep(0.1)

    def close(self) -> None:
        self._run("kill-server")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    if not RUN.exists() or shutil.which("tmux") is None:
        pytest.skip(
            "Helix or tmux is not here; tests/editors/install.sh gets them where Debian's archive can be reached"
        )
    made = Screen(tmp_path)
    yield made
    made.close()


def test_an_author_in_helix(screen: Screen) -> None:
    screen.wait("the problem at ADD", lambda shown: "ADD also unpacks archives" in shown or "●" in shown)
    screen.keys("]", "d")
    screen.wait("its message", lambda shown: "ADD also unpacks archives" in shown)
    screen.keys("Space", "k")
    screen.wait(
        "the hover", lambda shown: "copies files, folders" in shown or "**ADD**" in shown or "Reference" in shown
    )
    screen.keys("C-c")  # after Escape the next key would count as pressed with Alt
    screen.keys("Space", "a")
    screen.wait("the actions", lambda shown: "Replace ADD with COPY" in shown)
    screen.keys("Enter")
    screen.wait("COPY instead of ADD", lambda shown: "COPY app.py /srv/" in shown)
    screen.keys(":", "w", "q", "Enter")
    end = time.monotonic() + SECONDS
    while "COPY app.py /srv/" not in screen.file.read_text(encoding="utf-8"):
        assert time.monotonic() < end, "the file was not saved"
        time.sleep(0.1)
