"""How tests are shared out where several processes run them."""

from __future__ import annotations

import pytest

ONE_BY_ONE = {"engine": "engine", "editors": "editors", "test_client.py": "editors"}
"""Below `tests`: what shares a daemon, a display, or the folder that the extension is built in."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests stay together, because what they share is made once for each process."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        below = file.removeprefix("tests/").partition("/")[0]
        item.add_marker(pytest.mark.xdist_group(ONE_BY_ONE.get(below, file)))
