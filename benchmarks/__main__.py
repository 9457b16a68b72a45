"""`python -m benchmarks [LINES ...]`: a table of keystroke times, by layer and compared to other servers."""

from __future__ import annotations

import itertools
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import around, layers
from benchmarks.peer import Peer, Slow
from benchmarks.sources import ROOT, document, real_files

HERE = Path(__file__).parent
SIZES = [30, 300, 3_000, 30_000]
OURS = [sys.executable, "-m", "dockwright", "lsp", "--stdio"]
PATH = {"PYTHONPATH": str(ROOT / "server"), "PYTHONDONTWRITEBYTECODE": ""}
DOCUMENTS = 200
BESIDE = ("dockwright", "docker-langserver")
"""Servers measured with the load of an editor: this number of other documents open, in a build context with many files.
"""


def main() -> None:
    """Measure and print; nothing passes or fails."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    print("In process, one keystroke, median ms\n")
    _row("lines", *layers.LAYERS, "sum before it", "open")
    for lines in sizes:
        source = document(lines)
        place = source.index("\n", len(source) // 2) - 1
        opened = layers.opening(source)
        taken = layers.keystroke(source, place, 40)
        _row(lines, *(f"{value:.3f}" for value in taken), f"{sum(taken[:-1]):.3f}", f"{opened:.1f}")
    with tempfile.TemporaryDirectory() as name:
        servers = _servers(Path(name))
        _starts(servers)
        for lines in sizes:
            _over_stdio(lines, servers, Path(name))


def _servers(root: Path) -> dict[str, Callable[[], Peer]]:
    servers: dict[str, Callable[[], Peer]] = {
        "dockwright": lambda: Peer(OURS, environment=PATH, root=root, pulls=True),
        # The others have no build context and run no other program.
        "alone": lambda: Peer(OURS, environment=PATH, settings={"shellcheck": {"enable": False}}),
        # a document that is not analysed costs what our transport and text store cost
        "tuned floor": lambda: Peer(OURS, language="ignore", environment=PATH),
        "pygls floor": lambda: Peer([sys.executable, str(HERE / "floor.py")], environment=PATH),
    }
    if node := langserver():
        servers["docker-langserver"] = lambda: Peer([*node, "--stdio"], root=root, pulls=True)
    if tally := shutil.which("tally", path=str(Path(sys.executable).parent)) or shutil.which("tally"):
        servers["tally"] = lambda: Peer([tally, "lsp", "--stdio"], root=root)
    return servers


def langserver() -> list[str] | None:
    """The Node.js server, installed in this folder on first use."""
    program = HERE / "node_modules" / ".bin" / "docker-langserver"
    if not program.exists() and shutil.which("npm"):
        command = ["npm", "install", "--prefix", str(HERE), "--no-save", "--no-audit", "--no-fund"]
        subprocess.run([*command, "dockerfile-language-server-nodejs@0.15.0"], check=False, capture_output=True)
    return [str(program)] if program.exists() else None


def _starts(servers: dict[str, Callable[[], Peer]]) -> None:
    source = document(30)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
    for number in range(8):
        for name, start in servers.items():
            peer = start()
            opened = peer.open(source)
            if number:  # the first start writes bytecode, as an installation does
                times[name].append((peer.started, peer.started + opened))
            peer.close()
    print("\nStart to `initialize` answered, and to the first diagnostics of 30 lines, median ms\n")
    for name, found in times.items():
        _row(name, *(f"{statistics.median(column):.0f}" for column in zip(*found, strict=True)))


def _over_stdio(lines: int, servers: dict[str, Callable[[], Peer]], root: Path) -> None:
    source = document(lines)
    around.fill(root, source)
    line = lines // 2
    column = len(source.splitlines()[line].rstrip(" \\"))
    end = len(source.splitlines()[line])
    # A letter after a backslash ends the instruction, and the following lines become other instructions.
    steps: dict[str, Callable[[Peer, str], float]] = {
        "keystroke": lambda peer, text: peer.key(line, column, text),
        "at line end": lambda peer, text: peer.key(line, end, text),
        "hover": lambda peer, text: peer.key_then("textDocument/hover", line, column, text),
        "completion": lambda peer, text: peer.key_then("textDocument/completion", line, column, text),
    }
    measures = ["open", *steps]
    wall: dict[str, dict[str, list[float]]] = {name: {measure: [] for measure in measures} for name in servers}
    cpu: dict[str, dict[str, list[float]]] = {name: {measure: [] for measure in measures} for name in servers}
    peers: dict[str, Peer] = {}
    for name, start in servers.items():
        if name == "tally" and lines > 300:
            continue  # it takes seconds per keystroke
        peers[name] = start()
        if name in BESIDE:
            peers[name].open_others(_others())
            peers[name].settle()
        _measure(peers, name, "open", wall, cpu, lambda peer: peer.open(source))
        if name in peers:
            peers[name].settle()
    for measure, step in steps.items():
        for index in range(40 if lines <= 3_000 else 10):
            text = "x" if index % 2 == 0 else ""
            for name in [name for name in peers if measure[0] in "ka" or f"{measure}Provider" in peers[name].can]:
                _measure(peers, name, measure, wall, cpu, lambda peer: step(peer, text))  # noqa: B023
    for peer in peers.values():
        peer.close()
    # The CPU time of a server is reported when it sleeps, which may be in the next round.
    average = {
        name: {step: [statistics.fmean(taken)] for step, taken in row.items() if taken} for name, row in cpu.items()
    }
    for title, found in (("median ms", wall), ("mean ms of CPU", average)):
        print(f"\n{lines} lines over stdio, {title} (and how many times dockwright's)\n")
        _row("", *measures)
        for name in servers:
            _row(name, *(_cell(found[name].get(measure), found["dockwright"].get(measure)) for measure in measures))


def _others() -> list[str]:
    return list(itertools.islice(itertools.cycle(real_files()), DOCUMENTS))


def _measure(
    peers: dict[str, Peer],
    name: str,
    measure: str,
    wall: dict[str, dict[str, list[float]]],
    cpu: dict[str, dict[str, list[float]]],
    work: Callable[[Peer], float],
) -> None:
    try:
        before = peers[name].cpu()
        wall[name][measure].append(work(peers[name]))
        cpu[name][measure].append(peers[name].cpu() - before)
    except (Slow, BrokenPipeError):
        peers.pop(name).close()


def _cell(found: list[float] | None, ours: list[float] | None) -> str:
    if not found or not ours:
        return "-"
    value = statistics.median(found)
    return f"{value:.2f} ({value / max(0.001, statistics.median(ours)):.1f}x)"


def _row(*cells: object) -> None:
    print("".join(f"{cell!s:<22}" for cell in cells).rstrip())
    sys.stdout.flush()


if __name__ == "__main__":
    main()
