"""The real server over stand-ins for `ide`: what the protocol does is tested apart from what Dockerfiles mean."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dockwright.config import Config
from dockwright.findings.engine import Selection
from dockwright.findings.finding import Finding, Group, Severity
from dockwright.findings.report import Report, of_groups
from dockwright.ide.values import CodeAction, Completion, Hover
from dockwright.text import Edit, Span, Text


@dataclass(frozen=True)
class Snapshot:
    text: Text
    config: Config

    @staticmethod
    def of(string: str, selection: Selection) -> Snapshot:
        return Snapshot(Text.of(string), selection.config)

    def configured(self, selection: Selection) -> Snapshot:
        return Snapshot(self.text, selection.config)

    def edited(self, edits: tuple[Edit, ...]) -> Snapshot:
        (edit,) = edits
        return Snapshot(self.text.edited(edit), self.config)

    @property
    def report(self) -> Report:
        return of_groups([Group(self.findings, 0)])

    @property
    def typed_report(self) -> Report:
        return self.report

    @property
    def findings(self) -> tuple[Finding, ...]:
        if "PANIC" in self.text.string:
            raise RuntimeError("planted in findings")
        level = self.config.rules.get("old", "warning")
        severity = Severity[level.upper()]
        return tuple(
            Finding(Span(*match.span()), "100 % old: {}", tags=("deprecated",), code="old", severity=severity)
            for match in re.finditer("OLD", self.text.string)
            if severity
        )


def hover(snapshot: Snapshot, offset: int) -> Hover | None:
    print("a stray print does not reach the client", flush=True)
    for match in re.finditer(r"\w+", snapshot.text.string):
        if match.start() <= offset <= match.end():
            if match[0] == "CRASH":
                raise RuntimeError("planted in hover")
            return Hover(Span(*match.span()), f"**{match[0]}** is `a word`")
    return None


def complete(snapshot: Snapshot, offset: int) -> list[Completion]:
    span = Span(offset, offset)
    return [
        Completion("COPY", "keyword", span, "COPY ${1:source} $0", is_snippet=True, documentation="copy"),
        Completion("MAINTAINER", "keyword", span, "MAINTAINER ", deprecated=True),
    ]


def documentation(key: str, locale: str = "") -> str:
    return f"# {key}"


def actions(snapshot: Snapshot, span: Span, only: tuple[str, ...]) -> list[CodeAction]:
    found = [
        CodeAction("Renew", "quickfix", (Edit(finding.span, "NEW"),), preferred=True, finding=index)
        for index, finding in enumerate(snapshot.findings)
        if finding.span.overlaps(span)
    ]
    found.append(CodeAction("Later", "refactor.rewrite", key="later"))
    found.append(CodeAction("Never", "refactor.inline", disabled="there is no shell"))
    return found


def resolve(snapshot: Snapshot, span: Span, key: str) -> CodeAction:
    edits = (Edit(Span(0, 0), f"# {key}\n"),)
    snippets = (Edit(Span(0, 3), r"${1:NEW} \$0"),)
    return CodeAction("Later", "refactor.rewrite", edits, snippets)


def fix_all(snapshot: Snapshot) -> tuple[Edit, ...]:
    return tuple(Edit(finding.span, "NEW") for finding in snapshot.findings)


async def slow(session: Any) -> str:
    await asyncio.sleep(60)
    return "done"


async def work(session: Any) -> str:
    async with session.server.pygls.working("Counting"):
        return "done"


def module(name: str, **members: Any) -> None:
    made = ModuleType(f"dockwright.ide.{name}")
    vars(made).update(members)
    sys.modules[made.__name__] = made


if __name__ == "__main__":
    module("snapshot", Snapshot=Snapshot)
    module("not_dockerfile", unchecked=lambda tree, name: "")
    module("typing_state", without_unfinished=lambda snapshot, *_, **__: snapshot.report, Before=lambda report: None)
    module("hover.hover", hover=hover)
    module("completion.complete", complete=complete, documentation=documentation)
    module("actions.code_action", actions=actions, resolve=resolve, fix_all=fix_all)
    from dockwright.lsp.registry import command
    from dockwright.lsp.server import main

    command("test.slow")(slow)
    command("test.work")(work)
    main()
