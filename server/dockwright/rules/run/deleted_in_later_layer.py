"""`deleted-in-later-layer`: an instruction deletes what another one added, which stays in its layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.config import Config
from dockwright.findings.engine_advice import has_mounts
from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.files import Event, covers, events
from dockwright.findings.shell.package_events import package_in, packages
from dockwright.image.bases.base import base_of
from dockwright.image.run_body import Body, value
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.copying import REMOTE
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.text import Span

_LARGE = (
    r"(?i)\.(?:tar(?:\.\w+)?|t[gbx]z2?|zip|7z|gz|xz|bz2|zst|deb|rpm|apk|whl|jar|war|ear|bin|run|exe|msi|iso|img|dump"
    r"|sql)\Z"
)
"""The names of copied files that are likely to be large; scripts and patches are not."""


_MOST = 200
_FETCHED = "Deleting `{}` here does not shrink the image; delete it in the RUN that fetches it"
_REMOVED = "Removing `{}` here does not shrink the image; install, use and remove it in one RUN"
_COPIED = "Deleting `{}` here does not shrink the image; mount it with `RUN --mount=type=bind` instead"
_COPIED_WITHOUT_MOUNTS = "Deleting `{}` here does not shrink the image; use it in another stage and copy the result"


class _Made(NamedTuple):
    path: str
    span: Span
    by: str
    """The instruction; `ADD of a URL` cannot be replaced by a mount."""


@rule("deleted-in-later-layer", Severity.INFORMATION, on=("RUN", "COPY", "ADD"))
def deleted_in_later_layer(stage: Stage, config: Config) -> Iterator[Finding]:
    before: list[_Made] = []
    folder = base_of(stage.root.image).workdir if stage.root.image and "$" not in stage.root.base_word else None
    for step in stage.all("RUN", "COPY", "ADD") if stage.in_image else ():
        if step.instruction.name != "RUN":
            before += _copied(step) if len(before) < _MOST else ()
            continue
        body = body_of(step)
        if body is None or body.script.has_errors:
            continue
        moved = {value(word) for command in body.commands if command.name == "mv" for word in command.arguments}
        before = [made for made in before if made.path not in moved and made.path.rpartition("/")[2] not in moved]
        here = [*events(body, step.before.workdir or folder), *_lists(body), *packages(body)][:_MOST]
        for event in here:
            old = next((made for made in before if event.removes and covers(event.path, made.path)), None)
            if old and not any(not one.removes and covers(event.path, one.path) for one in here):
                before.remove(old)
                yield _finding(step, event, old, config)
        for event in here if len(before) < _MOST else ():
            gone = any(one.removes and covers(one.path, event.path) for one in here)
            if not event.removes and not gone and not body.is_mounted(event.path):
                before.append(_Made(event.path, _span(step, event.span), "RUN"))


def _finding(step: Step, event: Event, old: _Made, config: Config) -> Finding:
    related = (Related(old.span, "Added here"),)
    if package := package_in(old.path):
        return Finding(_span(step, event.span), _REMOVED.format(package), related=related, doubtful=True)
    path = old.path.removesuffix("/*")
    message = _FETCHED
    if old.by not in ("RUN", "ADD of a URL"):
        message = _COPIED if has_mounts(config) else _COPIED_WITHOUT_MOUNTS
    return Finding(_span(step, event.span), message.format(path), related=related, doubtful=old.by == "ADD of a URL")


def _copied(step: Step) -> Iterator[_Made]:
    found = step.instruction
    if found.problems or len(found.arguments) != 2 or found.heredocs:
        return
    source, target = (token.value for token in found.arguments)
    if set(source + target) & set("*?[$"):
        return
    name = source.rstrip("/").rpartition("/")[2]
    path = resolve(step.before.workdir, target)
    if path and re.search(_LARGE, name):
        is_folder = target.endswith(("/", "/.")) or target == "."
        by = "ADD of a URL" if REMOTE.match(source) else found.name
        yield _Made(f"{path.rstrip('/')}/{name}" if is_folder else path, found.keyword.span, by)


def _lists(body: Body) -> Iterator[Event]:
    """What package managers download and remove themselves."""
    for call in body.calls:
        span = call.command.words[0].span
        if call.manager.family == "deb" and call.action == "update":
            yield Event("/var/lib/apt/lists/*", span, removes=False)
        elif call.manager.family == "rpm" and call.action in ("install", "upgrade", "update"):
            yield Event(f"{call.manager.caches[0]}/*", span, removes=False)
        elif call.manager.name in _KEPT and call.action == "install" and not call.without_cache:
            yield Event(f"{_KEPT[call.manager.name]}/*", span, removes=False)
        elif call.manager.family == "rpm" and call.action == "clean":
            yield Event(call.manager.caches[0], span, removes=True)


_KEPT = {"apk": "/var/cache/apk", "pip": "/root/.cache/pip"}
"""Where managers keep what they download, of root's."""


def _span(step: Step, span: Span) -> Span:
    return source_span(step.instruction.unit, span).shifted(step.instruction.start)
