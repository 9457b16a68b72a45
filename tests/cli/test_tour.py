"""The tour: the real server, asked about a build that would fail."""

from __future__ import annotations

import subprocess
import sys


def test_the_tour_shows_a_build_that_would_fail_and_its_fix() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dockwright.cli.tour"], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "^^^^ `python:3.13-slim` has no `curl`, and nothing here installs it; install it" in done.stdout
    assert "`curl`: not in `python:3.13-slim`" in done.stdout
    assert "\n+ RUN apt-get update && apt-get install -y --no-install-recommends curl" in done.stdout
    assert "(no " not in done.stdout
