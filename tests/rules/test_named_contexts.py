"""What the rules say of a base that the build defines as a named context: nothing."""

from __future__ import annotations

from pathlib import Path

from dockwright.config import Config
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.findings import engine
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

SOURCE = """FROM lib AS built
FROM lib:latest
COPY --from=Assets /a /a
COPY --from=debian /etc/x /x
COPY ../up /up
FROM alpine
RUN git clone x
FROM debian
"""
COMPOSE = "services: {app: {build: {context: ., additional_contexts: {lib: ./lib, assets: ./a, alpine: ./lib}}}}"


def found(folder: Path, compose: str) -> set[tuple[str, str]]:
    (folder / "lib").mkdir(exist_ok=True)
    (folder / "Dockerfile").write_text(SOURCE)
    (folder / "compose.yaml").write_text(compose)
    model = analyse(parse(SOURCE))
    rules = ((rule, rule.severity or Severity.HINT) for rule in all_rules())
    groups = engine.check(
        model, engine.Selection(Config(), rules), Survey(walk(folder)).context("Dockerfile", ["../up"])
    )
    placed = (one.shifted(group.start) for group in groups for one in group.findings)
    return {(one.code, SOURCE[one.span.start : one.span.end]) for one in placed}


def test_named_contexts_are_no_images(tmp_path: Path) -> None:
    without = found(tmp_path, "services: {app: {build: {context: .}}}")
    known = found(tmp_path, COMPOSE)
    gone = {
        ("DL3006", "lib"),
        ("DL3006", "alpine"),
        ("DL3007", "latest"),
        ("DL3022", "Assets"),
        ("copy-from-no-stage", "Assets"),
        ("invalid-base", "Assets"),
        ("command-not-installed", "git"),
    }
    assert without - known == gone & without and known <= without
    assert {("DL3006", "lib"), ("DL3007", "latest"), ("command-not-installed", "git")} <= without
    assert ("DL3006", "debian") in known


def test_a_source_above_the_context_is_told_once(tmp_path: Path) -> None:
    assert [code for code, text in found(tmp_path, COMPOSE) if text == "../up" and code.startswith("source-")] == [
        "source-above-context"
    ]


LOCAL = """FROM alpine AS stage
COPY --from=lib gone.txt there.txt hidden.txt /x/
COPY --from=stage gone.txt /x/
COPY --from=far gone.txt /x/
"""


def test_what_a_local_named_context_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    for name, text in {"there.txt": "", "hidden.txt": "", ".dockerignore": "hidden.txt"}.items():
        (tmp_path / "lib" / name).write_text(text)
    (tmp_path / "Dockerfile").write_text(LOCAL)
    contexts = "{lib: ./lib, stage: ./lib, far: 'docker-image://far'}"
    (tmp_path / "compose.yaml").write_text(
        f"services: {{a: {{build: {{context: ., additional_contexts: {contexts}}}}}}}"
    )

    def said() -> dict[str, Severity]:
        context = Survey(walk(tmp_path)).context("Dockerfile", [])
        found = Snapshot.of(LOCAL, context=context).findings
        around = ("source-not-found", "source-ignored")
        return {LOCAL[one.span.start : one.span.end]: one.severity for one in found if one.code in around}

    assert said() == {"gone.txt": Severity.WARNING, "hidden.txt": Severity.WARNING}
    # Another build of the same file that has another context: nothing is sure then.
    (tmp_path / "other").mkdir()
    other = "  b: {build: {context: other, dockerfile: ../Dockerfile}}"
    (tmp_path / "compose.yaml").write_text(
        f"services:\n  a: {{build: {{context: ., additional_contexts: {contexts}}}}}\n{other}"
    )
    assert said() == {}
