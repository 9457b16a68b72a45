"""`DL4001`: both `wget` and `curl` are used in one stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint.body import body_as_hadolint
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import downloaders
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.image.run_body import Note
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Stage


@rule("DL4001", Severity.OFF, aliases=("wget-and-curl",), on=RUNS)
def wget_and_curl(stage: Stage, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"
    seen: set[str] = set()
    for step in stage.all("RUN", "ONBUILD"):
        body = body_as_hadolint(step) if hadolint else body_of(step)
        found = downloaders(body) if body else {}
        seen |= found.keys()
        if len(seen) > 1 and found:
            name, span = max(found.items(), key=lambda item: item[1])
            other = "curl" if name == "wget" else "wget"
            note = Note(
                span, f"This stage also uses `{other}`; one of them is enough, so the other need not be installed"
            )
            yield from in_shell(step, lambda _, note=note: (note,), hadolint=hadolint)  # type: ignore[misc]
