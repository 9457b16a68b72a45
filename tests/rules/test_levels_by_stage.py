"""A RUN that certainly fails is an error in each stage, whatever a build of the last one needs."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot

AROUND = {
    "the last": "FROM {0} AS one\n{1}\n",
    "a base": "FROM {0} AS one\n{1}\nFROM one\n",
    "copied from": "FROM {0} AS one\n{1}\nFROM scratch\nCOPY --from=one /a /a\n",
    "not built": "FROM {0} AS one\n{1}\nFROM scratch\nCOPY a /a\n",
}
FAILING = {
    "package-manager-missing": ("alpine:3.20", "RUN apt-get update"),
    "run-in-empty-stage": ("scratch", "RUN make"),
}


@pytest.mark.parametrize("place", AROUND)
@pytest.mark.parametrize("code", FAILING)
def test_the_level_is_that_of_the_failure(code: str, place: str) -> None:
    found = Snapshot.of(AROUND[place].format(*FAILING[code])).findings
    assert [one.severity for one in found if one.code == code] == [Severity.ERROR]
