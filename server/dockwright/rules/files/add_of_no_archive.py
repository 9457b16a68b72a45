"""`add-of-no-archive`: ADD of local files whose content, not their names, shows that there is nothing to unpack."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.files.add_for_local_files import ONLY_ADD, copied_instead
from dockwright.semantics.copying import ARCHIVE_NAME, REMOTE, kind_of_name, sources
from dockwright.syntax.nodes import Token

_ONE = "`{}` is not an archive, so ADD has nothing to unpack; use COPY"
_FOLDER = "`{}` is a folder, so ADD has nothing to unpack; use COPY"
_SEVERAL = "None of the sources is an archive, so ADD has nothing to unpack; use COPY"


@rule("add-of-no-archive", Severity.INFORMATION, hidden_by=("DL3020", "add-for-local-files"), on=("ADD",))
def add_of_no_archive(around: Surroundings) -> Iterator[Finding]:
    for stage in around.model.stages:
        for step in stage.all("ADD"):
            add = step.instruction
            named = sources(add)
            if add.problems or add.heredocs or not named or any(flag.name in ONLY_ADD for flag in add.flags):
                continue
            if any("$" in token.value or REMOTE.match(token.value) for token in named):
                continue
            if all(kind_of_name(token.value) for token in named):
                continue  # DL3020 reports these by their names
            if any(around.context.likely_kind(token.value) not in ("file", "folder") for token in named):
                continue
            posing = next((token for token in named if ARCHIVE_NAME.search(token.value)), None)
            message = _ONE.format(posing.value) if posing else _message(around, named)
            yield Finding((posing or add.keyword).span, message, (copied_instead(add, safe=around.context.sure),))


def _message(around: Surroundings, named: tuple[Token, ...]) -> str:
    if len(named) > 1:
        return _SEVERAL
    (source,) = named
    is_folder = around.context.likely_kind(source.value) == "folder" and not any(mark in source.value for mark in "*?[")
    return (_FOLDER if is_folder else _ONE).format(source.value)
