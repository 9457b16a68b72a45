"""Compares the image of a document with that of the last commit of its file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from dockwright.l10n.parts import Say, filled
from dockwright.lsp import uris
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session
from dockwright.lsp.surveys import contexts_in_git

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.ide.snapshot import Snapshot
    from dockwright.plan.difference.compare import Side


@command("dockwright.compare")
async def compare(session: Session, uri: object = None, *_: object) -> dict[str, Any]:
    """Whether the image is the `same`, the differences as `markdown`, or a `message` why they cannot be compared.

    Runs git on a thread; both texts are parsed again there, because the document's caches are not thread-safe.
    """
    document = session.dockerfile(uri) if isinstance(uri, str) else None
    path = uris.to_path(document.uri) if document else None
    if document is None or path is None:
        raise JsonRpcInvalidParams("Invalid Params: dockwright.compare takes the uri of an open Dockerfile on disk")
    return await asyncio.to_thread(_compared, Path(path), document.snapshot, document.say)  # type: ignore[arg-type]


def _compared(path: Path, snapshot: Snapshot, say: Say) -> dict[str, Any]:
    from dockwright.context.git_history import content
    from dockwright.plan.difference.outputs import as_markdown
    from dockwright.plan.difference.rewritten import explained

    data = content(path.parent, "HEAD", path.name)
    if data is None:
        return {"message": say(f"Git has no `{path.name}` at HEAD: it is not committed, or git is not installed")}
    texts = data.decode("utf-8", "replace"), snapshot.text.string
    contexts = contexts_in_git(snapshot.context, "HEAD", *texts)
    before, after = (_side(text, snapshot, around) for text, around in zip(texts, contexts, strict=True))
    if isinstance(before, str) or isinstance(after, str):
        where, why = ("at HEAD", before) if isinstance(before, str) else ("in the editor", after)
        return {"message": say(f"The file {where} fails to build: {why}")}
    found, rewritings = explained(before, after)
    if found is None:
        return {"message": say("Nothing to compare; both versions need a FROM")}
    title = filled(say, "{} compared with HEAD", path.name)
    # the preview's colours for `diff` are red on red in dark themes
    text = as_markdown(found, rewritings, say).replace("```diff\n", "```text\n")
    return {"same": found.is_same, "markdown": f"# {title}\n\n{text}"}


def _side(text: str, snapshot: Snapshot, context: Context | None) -> Side | str:
    """A text in a context and with the settings of a snapshot; a problem that stops the build."""
    from dockwright.findings.engine import report
    from dockwright.plan.difference.compare import Side
    from dockwright.semantics.base_state import base_state
    from dockwright.semantics.checks import problems
    from dockwright.semantics.model import analyse
    from dockwright.syntax.tree import parse

    tree = parse(text)
    line_of = tree.text.line_of
    model = analyse(tree, build_args=snapshot.build_args, base_state=base_state)
    stopping = [*tree.problems, *(each for step in model.steps() for each in problems(step.instruction))]
    if stopping:
        return f"line {line_of(stopping[0].span.start) + 1}: {stopping[0].message}"
    findings = report(model, snapshot.selection, context).findings()
    told = tuple((each.code, each.message, line_of(each.span.start) + 1) for each in findings)
    return Side(model, context, told)
