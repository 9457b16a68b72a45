"""One engine for a run of the tests; without one they are skipped with the reason, and in CI they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engine.engine import PLACE, Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A real Docker engine that knows `debian:12` and `busybox`."""
    reason = None
    if os.geteuid() != 0:
        reason = "a Docker engine needs root"
    elif not (PLACE / "ready").exists():
        reason = "there is no Docker engine: `make engine` installs one"
    if reason is None:
        started = Engine(PLACE / "root")
        try:
            started.start()
        except RuntimeError as error:
            started.stop()
            reason = f"the Docker engine does not start: {error}"
        else:
            yield started
            started.stop()
            return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
