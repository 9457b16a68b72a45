"""What the rules claim of real repositories, whose images are built: a claim is a false one."""

from __future__ import annotations

import posixpath

from dockwright.context.folder_walk import Listing
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.findings.engine import only
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from shared import SHARED, listed, needs_shared

# The lists of the files say nothing of their modes.
SELECTION = only(
    *(rule for rule in all_rules() if rule.scope == "Surroundings" and not rule.code.endswith("not-executable"))
)


@needs_shared
def test_no_false_claims_in_real_repositories() -> None:
    assert SHARED is not None
    count, claimed = 0, []
    for folder in sorted((SHARED / "contexts").iterdir()):
        if not folder.is_dir():
            continue
        workspace = listed(folder.name)
        survey = Survey(Listing((folder / "files").resolve(), dict(workspace.files)))
        for path in workspace.files:
            if not posixpath.basename(path).lower().startswith(("dockerfile", "containerfile")):
                continue
            if (text := workspace.read(path)) is None:
                continue
            wanted = sources(parse(text))
            count += len(wanted)
            snapshot = Snapshot.of(text, SELECTION, context=survey.context(path, wanted))
            claimed += [(folder.name, path, found) for found in snapshot.findings if found.severity <= Severity.WARNING]
    assert count > 1_000
    assert len(claimed) < 0.01 * count, claimed
