"""`python -m benchmarks [LINES ...]`: a table of what a keystroke takes, layer by layer and beside other servers."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import layers
from benchmarks.peer import Peer, Slow
from benchmarks.sources import ROOT, document

HERE = Path(__file__).parent
SIZES = [30, 300, 3_000, 30_000]
OURS = [sys.executable, "-m", "dockwright", "lsp", "--stdio"]
PATH = {"PYTHONPATH": str(ROOT / "server")}


def main() -> None:
    """Measure and print; nothing passes or fails."""
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    print("In process, one keystroke, median ms\n")
    _row("lines", *layers.LAYERS, "sum", "open")
    for lines in sizes:
        source = document(lines)
        place = source.index("\n", len(source) // 2) - 1
        opened = layers.opening(source)
        taken = layers.keystroke(source, place, 40)
        _row(lines, *(f"{value:.3f}" for value in taken), f"{sum(taken):.3f}", f"{opened:.1f}")
    servers = _servers()
    _starts(servers)
    for lines in sizes:
        _over_stdio(lines, servers)


def _servers() -> dict[str, Callable[[], Peer]]:
    servers: dict[str, Callable[[], Peer]] = {
        "dockwright": lambda: Peer(OURS, environment=PATH),
        # The others run no other program; this is what they are to be compared with.
        "without ShellCheck": lambda: Peer(OURS, environment=PATH, settings={"shellcheck": {"enable": False}}),
        # A document that is not analysed costs what our transport and text store cost.
        "tuned floor": lambda: Peer(OURS, language="ignore", environment=PATH),
        "pygls floor": lambda: Peer([sys.executable, str(HERE / "floor.py")]),
    }
    if node := langserver():
        servers["docker-langserver"] = lambda: Peer([*node, "--stdio"])
    if tally := shutil.which("tally", path=str(Path(sys.executable).parent)) or shutil.which("tally"):
        servers["tally"] = lambda: Peer([tally, "lsp", "--stdio"])
    return servers


def langserver() -> list[str] | None:
    """The Node.js server, installed beside this file on first use."""
    program = HERE / "node_modules" / ".bin" / "docker-langserver"
    if not program.exists() and shutil.which("npm"):
        command = ["npm", "install", "--prefix", str(HERE), "--no-save", "--no-audit", "--no-fund"]
        subprocess.run([*command, "dockerfile-language-server-nodejs@0.15.0"], check=False, capture_output=True)
    return [str(program)] if program.exists() else None


def _starts(servers: dict[str, Callable[[], Peer]]) -> None:
    times: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(7):
        for name, start in servers.items():
            peer = start()
            times[name].append(peer.started)
            peer.close()
    print("\nStart to `initialize` answered, median ms\n")
    floor = statistics.median(times["pygls floor"])
    for name, found in times.items():
        _row(name, f"{statistics.median(found):.0f}", f"{statistics.median(found) / floor:.2f} of the pygls floor")


def _over_stdio(lines: int, servers: dict[str, Callable[[], Peer]]) -> None:
    source = document(lines)
    line = lines // 2
    column = len(source.splitlines()[line].rstrip(" \\"))
    end = len(source.splitlines()[line])
    rounds = 40 if lines <= 3_000 else 10
    # Behind a backslash a letter ends the instruction, and what follows becomes others.
    measures = ["open", "keystroke", "at line end", "hover", "completion"]
    times: dict[str, dict[str, list[float]]] = {name: {measure: [] for measure in measures} for name in servers}
    peers: dict[str, Peer] = {}
    for name, start in servers.items():
        if name == "tally" and lines > 3_000:
            continue
        peers[name] = start()
        _measure(peers, name, times[name]["open"], lambda peer: peer.open(source))
    for index in range(rounds):
        text = "x" if index % 2 == 0 else ""
        for name in list(peers):
            if name == "tally" and index > 5:
                continue  # It takes seconds at each.
            _measure(peers, name, times[name]["keystroke"], lambda peer: peer.key(line, column, text))  # noqa: B023
    for index in range(rounds):
        text = "x" if index % 2 == 0 else ""
        for name in [name for name in peers if name != "tally"]:
            _measure(peers, name, times[name]["at line end"], lambda peer: peer.key(line, end, text))  # noqa: B023
    for measure in ("hover", "completion"):
        for index in range(rounds):
            text = "x" if index % 2 == 0 else ""
            for name in [name for name in peers if f"{measure}Provider" in peers[name].can]:
                method = f"textDocument/{measure}"
                found = times[name][measure]
                _measure(peers, name, found, lambda peer: peer.key_then(method, line, column, text))  # noqa: B023
    for peer in peers.values():
        peer.close()
    print(f"\n{lines} lines over stdio, median ms (and how many times dockwright's without ShellCheck)\n")
    _row("", *measures)
    for name, found in times.items():
        _row(name, *(_cell(found[measure], times["without ShellCheck"][measure]) for measure in measures))


def _measure(peers: dict[str, Peer], name: str, found: list[float], work: Callable[[Peer], float]) -> None:
    try:
        found.append(work(peers[name]))
    except (Slow, BrokenPipeError):
        peers.pop(name).close()


def _cell(found: list[float], ours: list[float]) -> str:
    if not found or not ours:
        return "-"
    value = statistics.median(found)
    return f"{value:.2f} ({value / statistics.median(ours):.1f}x)"


def _row(*cells: object) -> None:
    print("".join(f"{cell!s:<22}" for cell in cells).rstrip())
    sys.stdout.flush()


if __name__ == "__main__":
    main()
