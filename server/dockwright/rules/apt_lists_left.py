"""Package lists of apt left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.frozen import replace
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import leaves_behind
from dockwright.rules.shell.later_installs import relies_on_lists
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model

_NEEDED_BELOW = (
    "What `apt-get` leaves in `/var/lib/apt/lists` stays in the image, and a RUN below installs from it: update and "
    "install in one RUN, and end that with `rm -rf /var/lib/apt/lists/*`."
)


@rule("DL3009", Severity.HINT, aliases=("apt-lists-left",))
def apt_lists_left(model: Model, config: Config) -> Iterator[Finding]:
    """Package lists of apt left in the image."""
    for finding in in_image(
        model,
        config,
        "DL3009",
        lambda body: leaves_behind(
            body, ("apt-get", "apt"), ("update",), ("/var/lib/apt/lists",), "rm -rf /var/lib/apt/lists/*"
        ),
        everywhere_for_hadolint=False,
    ):
        stage = model.stage_at(finding.span.start)
        step = model.step_at(finding.span.start)
        if finding.fixes and stage and step and relies_on_lists(model, stage, step):
            yield replace(finding, message=_NEEDED_BELOW, fixes=())
        else:
            yield finding
