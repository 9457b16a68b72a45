"""Kate on a screen of its own: keys and the mouse go in, pictures and what it says to the server come out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editors.page import settings
from editors.tools import ENVIRONMENT, HERE, SERVER, SHOTS

SECONDS = 30
TEXT = """\
FROM alpine:3.20 AS build
ADD app.py /srv/
FROM alpine:3.20
COPY --from=build /srv /srv
"""
WAVE = bytes.fromhex("CF685E")
"""The colour in which Kate's light theme underlines a warning."""


class Kate:
    """A screen, a window manager (without one, keys repeat for ever) and Kate with one Dockerfile."""

    def __init__(self, home: Path) -> None:
        self.home, self.log, self.file = home, home / "talk.jsonl", home / "work" / "Dockerfile"
        self.file.parent.mkdir()
        self.file.write_text(TEXT, encoding="utf-8")
        (self.file.parent / "app.py").write_text("pass\n", encoding="utf-8")
        self._configure()
        reading, writing = os.pipe()
        screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1000x700x24", "-nolisten", "tcp"]
        self._running = [subprocess.Popen(screen, pass_fds=[writing], stderr=subprocess.DEVNULL)]
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_RUNTIME_DIR": str(home / "run")}
        own |= {"LC_ALL": "C.UTF-8"}
        self._environment = {**ENVIRONMENT, **own, "DISPLAY": f":{number}", "XDG_DATA_HOME": str(home / "data")}
        self._start("openbox")
        self._start("dbus-run-session", "--", "kate", "--new", str(self.file))
        self.window = ""

    def _configure(self) -> None:
        config = self.home / "config" / "kate"
        (config / "lspclient").mkdir(parents=True)
        (self.home / "run").mkdir(mode=0o700)
        told = settings("Kate")
        (server,) = told["servers"].values()
        assert server["command"] == ["dockwright", "lsp"]
        server["command"] = [sys.executable, str(HERE / "tee.py"), str(self.log), *SERVER.split(" ")]
        (config / "lspclient" / "settings.json").write_text(json.dumps(told), encoding="utf-8")
        (config.parent / "katerc").write_text(
            "[General]\nShow welcome view for new window=false\n[Kate Plugins]\nlspclientplugin=true\n"
            f"[lspclient]\nAllowedServerCommandLines={' '.join(server['command'])}\n",
            encoding="utf-8",
        )

    def _start(self, *command: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._running.append(subprocess.Popen(command, env=self._environment, cwd=self.home, **quiet))  # type: ignore[call-overload]

    def _do(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False
        ).stdout

    def appear(self) -> None:
        """Wait for the main window, and give it a place and a size."""
        windows = ("search", "--onlyvisible", "--name", self.file.name)
        self.window = self.wait("Kate's window", lambda: self._do(*windows).split())[-1]
        self._do("windowmove", self.window, "0", "0")
        self._do("windowsize", self.window, "1000", "640")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(0.1)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "60", text)

    def point(self, line: int, column: int) -> None:
        """Move the mouse to a character; both count from 0. Kate looks where it came to rest."""
        x, y = 84 + 8 * column, 116 + 17 * line
        for step in range(3):
            self._do("mousemove", str(x + step), str(y))
            time.sleep(0.1)

    def popups(self) -> int:
        """How many windows there are besides the main one: hovers, lists, dialogs."""
        return len(set(self._do("search", "--onlyvisible", "--class", "kate").split()) - {self.window})

    def picture(self, name: str) -> bytes:
        """The pixels of the screen, three bytes each; the picture is kept beside those of VS Code."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["scrot", "--overwrite", str(SHOTS / f"kate-{name}.png")], env=self._environment, check=True)
        raw = self.home / "screen.ppm"
        subprocess.run(["scrot", "--overwrite", str(raw)], env=self._environment, check=True)
        return raw.read_bytes().split(b"\n255\n", 1)[1]

    def talk(self, who: str) -> list[dict[str, Any]]:
        """What the client or the server has said so far."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        said = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
        return [message for message in said if message["from"] == who]

    def asked(self, method: str) -> dict[str, Any]:
        """The newest request of a method, and its answer once it is there."""
        request = self.wait(method, lambda: [one for one in self.talk("client") if one.get("method") == method])[-1]
        answers = self.wait(
            f"the answer to {method}", lambda: [one for one in self.talk("server") if one.get("id") == request["id"]]
        )
        return {**request, "result": answers[-1].get("result")}

    def published(self) -> list[dict[str, Any]]:
        """The problems that the server last told."""
        told = [one for one in self.talk("server") if one.get("method") == "textDocument/publishDiagnostics"]
        return told[-1]["params"]["diagnostics"] if told else []

    def saved(self) -> str:
        """The file's text after Ctrl+S."""
        before = len([one for one in self.talk("client") if one.get("method") == "textDocument/didSave"])
        self.keys("ctrl+s")
        self.wait(
            "the file to be saved",
            lambda: len([one for one in self.talk("client") if one.get("method") == "textDocument/didSave"]) > before,
        )
        return self.file.read_text(encoding="utf-8")

    def wait(self, what: str, condition: Callable[[], Any]) -> Any:
        end = time.monotonic() + SECONDS
        while not (value := condition()):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.1)
        return value

    def close(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.wait()
