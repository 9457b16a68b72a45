"""Real Dockerfiles: no error in what BuildKit accepts, and few warnings in the default profile."""

from __future__ import annotations

import json

from dockwright.config import Config
from dockwright.findings import engine
from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from shared import SHARED, needs_shared

WHEN_RUN = {"run-in-empty-stage", "copy-from-empty-stage", "package-manager-missing"}
"""BuildKit takes these in and fails when it runs them, which its answers here do not show."""


@needs_shared
def test_the_default_profile_is_right_and_quiet() -> None:
    assert SHARED
    index = (SHARED / "corpus" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = {row["file"]: row["kind"] for row in map(json.loads, index)}
    selection = engine.select(Config())
    false_errors = []
    real = loud = 0
    for line in (SHARED / "oracle" / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source = (SHARED / "corpus" / row["file"]).read_bytes().decode("utf-8", "surrogateescape")
        findings = Snapshot.of(source, selection).findings
        if "error" not in row["parse"] and not row.get("build_error"):
            errors = [f.code for f in findings if f.severity is Severity.ERROR]
            false_errors += [(row["file"], code) for code in errors if code not in WHEN_RUN]
        if kinds[row["file"]] == "real":
            real += 1
            loud += any(finding.severity <= Severity.WARNING for finding in findings)
    assert false_errors == []
    assert loud / real <= 0.20
