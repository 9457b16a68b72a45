"""`python -m benchmarks.robust`: hostile texts at one, two and four times their size: times must not be quadratic."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from dockwright.ide.snapshot import Snapshot

TEXTS: dict[str, Callable[[int], str]] = {
    "a long RUN": lambda n: "FROM a\nRUN " + "x " * (12_500 * n) + "\n",
    "a long value": lambda n: "FROM a\nENV A=" + "x" * (25_000 * n) + "\n",
    "escaped quotes": lambda n: 'FROM a\nENV A="' + '\\"' * (12_500 * n) + "\n",
    "continued RUN": lambda n: "FROM a\nRUN x " + "\\\n y && " * (2_500 * n) + "z\n",
    "continued ENV": lambda n: "FROM a\nENV " + "\\\n A=b " * (2_500 * n) + "\n",
    "nested variables": lambda n: "FROM a\nENV A=" + "${a:-" * (2_000 * n) + "}" * (2_000 * n) + "\n",
    "many variables": lambda n: "FROM a\nLABEL A=" + "$a" * (10_000 * n) + "\n",
    "open heredocs": lambda n: "FROM a\n" + "RUN <<E\nx\n" * (1_000 * n),
    "blank lines": lambda n: "\n" * (50_000 * n),
    "comments": lambda n: "# x\n" * (20_000 * n),
    "angle brackets": lambda n: "FROM a\nRUN " + "<" * (20_000 * n) + "\n",
    "brackets": lambda n: "FROM a\nCMD " + "[" * (20_000 * n) + "\n",
    "parentheses": lambda n: "FROM a\nRUN " + "(" * (2_000 * n) + "\n",
    "copies from a stage": lambda n: "FROM a AS b\n" + "COPY --from=b a b\n" * (500 * n),
    "stages": lambda n: "FROM a AS b\nCOPY --from=b a b\n" * (500 * n),
    "variables set": lambda n: "FROM a\n" + "".join(f"ENV V{i}=x\n" for i in range(500 * n)),
    "mounts": lambda n: "FROM a\nRUN " + "--mount=type=cache,target=/x " * (1_000 * n) + " y\n",
    "mount fields": lambda n: "FROM a\nRUN --mount=" + "a=b," * (5_000 * n) + " y\n",
    "flags": lambda n: "FROM a\nCOPY " + "--x " * (2_000 * n) + " a b\n",
    "ports": lambda n: "FROM a\nEXPOSE " + "80 " * (5_000 * n) + "\n",
    "a real-looking file of 2 MB": lambda n: "# comment\nRUN x\n" * (31_250 * n),
}


def main() -> None:
    """Measure and print; nothing passes or fails."""
    Snapshot.of("FROM a\nRUN x\n").findings  # noqa: B018 - loads what is loaded once
    print(f"{'opening, CPU ms':30}{'x1':>10}{'x2':>10}{'x4':>10}   growth from x1 to x4")
    for name, text in TEXTS.items():
        taken = [_milliseconds(text(size)) for size in (1, 2, 4)]
        print(f"{name:30}" + "".join(f"{value:10.1f}" for value in taken) + f"{taken[2] / max(taken[0], 0.01):10.1f}")


def _milliseconds(source: str) -> float:
    started = time.process_time()
    Snapshot.of(source).findings  # noqa: B018 - the findings are the work
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
