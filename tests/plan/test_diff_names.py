"""What a refactoring announces stands in the output of `dockwright diff`, in words that name it."""

from __future__ import annotations

import re

import pytest

from dockwright.context.build_context import Context
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.difference.compare import Side
from dockwright.plan.difference.outputs import as_text
from dockwright.plan.difference.rewritten import CHANGING, explained
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import apply
from plan.test_diff import CHANGED, COUNTING, SHELL
from refactor_pages import Example, context_of, examples

_SYNTAX = r"the builder reads it by `docker/dockerfile:"
MERGED = (r"^  [-+] .*(RUN|COPY|ADD) ", r"(?s)^  - [^\n]*\n(.*\n)?  - |OnBuild")
"""Two steps go, or two ONBUILDs are one."""
NAMED = {
    "refactor.extract.stage": (r"\+ build, line \d+: ", r"\+ \w+( stage)?, line \d+: COPY --from=build "),
    "refactor.inline.arg": (r"--build-arg \w+ is no longer taken",),
    "refactor.rewrite.arg.remove": (r"--build-arg \w+ is no longer taken",),
    "refactor.rewrite.command.entrypointToExec": (r"- Entrypoint: .*manage\.py", r'\+ Entrypoint: \["python", "'),
    "refactor.rewrite.command.toExec": (
        r'- (Cmd|Entrypoint): \["/bin/sh", "-c", |- Healthcheck: .*CMD-SHELL',
        r'\+ (Cmd|Entrypoint): \["(?!/bin/sh)|\+ Healthcheck: .*"CMD"',
    ),
    "refactor.rewrite.command.toExecShell": (r"\+ (Cmd|OnBuild): .*exec server",),
    "refactor.rewrite.command.toShell": (r'\+ Entrypoint: \["/bin/sh", "-c", "exec ',),
    "refactor.rewrite.copy.later": (r"moved (up|down) in last stage, from old line \d+ to new line \d+: (COPY|RUN) ",),
    "refactor.rewrite.copy.link": (r"- .*: COPY \.", r"\+ .*: COPY --link \."),
    "refactor.rewrite.copy.lockFile": (
        r"\+ .*(package-lock|npm-shrinkwrap)\.json",
        r"- sends 1 file, .*\n  \+ sends 2 files, ",
    ),
    "refactor.rewrite.copy.manifestsFirst": (
        r"\+ .*COPY .*(package\.json|requirements\.txt|go\.mod)",
        r"moved (up .*: RUN|down .*: COPY) |\+ .*RUN npm ci$",
    ),
    "refactor.rewrite.copy.merge": MERGED,
    "refactor.rewrite.copy.ownerAndMode": (r"\+ .*COPY --ch(own|mod)=", r"- .*RUN .*ch(own|mod) "),
    "refactor.rewrite.copy.toAdd": (r"- .*COPY site\.tar", r"\+ .*ADD site\.tar", r"- .*RUN .*tar "),
    "refactor.rewrite.home": (r"- .*~/", r"\+ .*(/root|/home)/"),
    "refactor.rewrite.ignoreFile": (r"- sends \d+ files?, .*\n  \+ sends \d+ files?, ",),
    "refactor.rewrite.json.repair": (r"^  \+ .*\[\\?\"",),
    "refactor.rewrite.maintainer.toLabel": (r"- Author: .*Ann", r"\+ Labels org\.opencontainers\.image\.authors: Ann"),
    "refactor.rewrite.packages.apk": (r"- \w.* \(apt-get\)", r"\+ \w.* \(apk\)"),
    "refactor.rewrite.packages.aptGet": (r"- .*RUN apt ", r"\+ .*RUN apt-get "),
    "refactor.rewrite.packages.clean": (r"\+ .*(rm -rf /var/lib/apt/lists|dnf clean all|npm cache clean)",),
    "refactor.rewrite.packages.noCache": (r"\+ .*--no-cache",),
    "refactor.rewrite.packages.noRecommends": (r"\+ .*(--no-install-recommends|install_weak_deps=False)",),
    "refactor.rewrite.packages.updateWithInstall": MERGED,
    "refactor.rewrite.packages.yes": (r"\+ .*( -y |--noconfirm)",),
    "refactor.rewrite.run.cacheMount": (r"\+ .*RUN --mount=type=cache,target=",),
    "refactor.rewrite.run.cdAlone": (r"\+ WorkingDir: /srv", r"- .*RUN cd /srv", r"\+ .*WORKDIR /srv"),
    "refactor.rewrite.run.cdToWorkdir": (r"- .*RUN cd ", r"\+ .*WORKDIR /"),
    "refactor.rewrite.run.cloneToAdd": (r"- .*RUN git clone", r"\+ .*ADD --keep-git-dir=true https://"),
    "refactor.rewrite.run.commentsAbove": (r"- .*# |\+ Env A: 1", r"\+ .*RUN .*(git|echo d)|\+ Env B: 2"),
    "refactor.rewrite.run.continueLine": (r"\+ .*(echo two|curl|Env B: 2)",),
    "refactor.rewrite.run.downloadToAdd": (r"- .*RUN .*(curl|wget) ", r"\+ .*ADD --checksum=.*https://example\.com/"),
    "refactor.rewrite.run.exportToEnv": (r"\+ Env NODE_ENV: production", r"- .*RUN export "),
    "refactor.rewrite.run.merge": MERGED,
    "refactor.rewrite.run.merge.and": MERGED,
    "refactor.rewrite.run.merge.heredoc": (*MERGED, r"\+ .*RUN <<EOF ↵ .*cd /src && make .* apt-get update"),
    "refactor.rewrite.run.merge.set": MERGED,
    "refactor.rewrite.run.merge.subshells": MERGED,
    "refactor.rewrite.run.mergeAll": MERGED,
    "refactor.rewrite.run.mergeWithDeletion": MERGED,
    "refactor.rewrite.run.pipefail.set": (r"\+ .*-o pipefail",),
    "refactor.rewrite.run.pipefail.shell": (r"\+ Shell: .*pipefail", r"changed in .*, by another shell: RUN "),
    "refactor.rewrite.run.split": (r"(?s)^  \+ [^\n]*RUN [^\n]*\n(.*\n)?  \+ .*RUN |\+ OnBuild: .*RUN a.*RUN b",),
    "refactor.rewrite.run.toHeredoc": (rf"{_SYNTAX}1\.4`, before by `\S+:1\.2`",),
    "refactor.rewrite.run.toHeredocCopy": (r"- .*RUN ", r"\+ .*COPY <<'?EOF'? \S+ ↵ "),
    "refactor.rewrite.run.unpackToAdd": (r"- .*RUN .*tar ", r"\+ .*ADD --unpack=true "),
    "refactor.rewrite.secret": (r"--secret id=\w+ is new", r"--build-arg \w+ is no longer|- Env API_KEY: 123"),
    "refactor.rewrite.stage.healthcheck": (r"\+ Healthcheck: ",),
    "refactor.rewrite.stage.user": (r"\+ User: (app|node|65532:65532)",),
    "refactor.rewrite.syntax": (rf"{_SYNTAX}\S+`, before by ",),
}  # fmt: skip
"""What the output says of each example that announces a change, or is meant to make one."""


def _rewritten(example: Example) -> Rewrite:
    answer = by_kind()[example.kind].apply(example.snapshot.model, example.span, example.context, example.config)
    assert isinstance(answer, Rewrite)
    return answer


def _announces(example: Example) -> bool:
    has_cost = _rewritten(example).cost not in ("", SHELL) and example.kind not in COUNTING
    return example.kind in CHANGING or has_cost


ANNOUNCING = [each for each in examples() if each.outcome == "after" and _announces(each)]


def _told(example: Example) -> str:
    before, answer = example.snapshot, _rewritten(example)
    after = before.of(apply(example.source, answer.plain), context=_ignoring(example))
    found, titles = explained(Side(before.model, before.context), Side(after.model, after.context))
    assert found is not None
    return as_text(found, titles)


def _ignoring(example: Example) -> Context | None:
    """The context with the ignore file that the page shows as the result."""
    if example.ignored is None or example.context is None:
        return example.context
    files = "".join(f"{entry.path}  {entry.size}\n" for entry in example.context.contents.entries)
    return context_of({"files": files, "dockerignore": example.ignored})


@pytest.mark.parametrize("example", ANNOUNCING, ids=lambda each: f"{each.kind}-{each.number}")
def test_what_is_announced_is_named(example: Example) -> None:
    told = _told(example).partition("\nFindings\n")[0]
    for pattern in NAMED[example.kind]:
        assert re.search(pattern, told, re.MULTILINE), (pattern, told)


@pytest.mark.parametrize("example", ANNOUNCING, ids=lambda each: f"{each.kind}-{each.number}")
def test_no_row_says_the_old_and_the_new_alike(example: Example) -> None:
    _check_rows(_told(example))


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_no_row_of_a_change_says_the_old_and_the_new_alike(before: str, after: str) -> None:
    found, titles = explained(*(Side(Snapshot.of(text).model) for text in (before, after)))
    assert found is not None
    told = as_text(found, titles)
    assert len(told.splitlines()) > 2
    _check_rows(told)


def _check_rows(told: str) -> None:
    steps = told.partition("\nFindings\n")[0].splitlines()
    for mark, other in (("  - ", "  + "), ("  + ", "  - ")):
        rows = {re.sub(r"line \d+", "line", row[4:]) for row in steps if row.startswith(mark)}
        assert not rows & {re.sub(r"line \d+", "line", row[4:]) for row in steps if row.startswith(other)}, told
