"""Every feature over every real Dockerfile: nothing crashes, and what is said holds together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dockwright.ide.code_lens import lenses
from dockwright.ide.folding import folds
from dockwright.ide.inlay_hints import hints
from dockwright.ide.links import links
from dockwright.ide.selection import selections
from dockwright.ide.signature import signature
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols import navigation
from dockwright.ide.symbols.outline import outline
from dockwright.ide.symbols.rename import Refusal, rename
from dockwright.ide.tokens.tokens import tokens
from dockwright.text import Span, apply
from shared import SHARED, needs_shared


def corpus() -> Iterator[tuple[str, str]]:
    """Name and text of every file of the corpus, each in the universal line ends of Python."""
    assert SHARED
    for path in sorted(SHARED.glob("corpus/**/*")):
        if path.is_file() and path.suffix != ".jsonl":
            yield str(path), path.read_bytes().decode("utf-8", "replace")


@needs_shared
def test_every_name_leads_to_mentions_that_lead_back() -> None:
    checked = 0
    for name, text in corpus():
        snapshot = Snapshot.of(text)
        outline(snapshot)
        folds(snapshot)
        links(snapshot)
        hints(snapshot, Span(0, len(text)))
        lenses(snapshot)
        assert len(tokens(snapshot, "utf-16")) % 5 == 0
        for offset in range(0, len(text), max(len(text) // 4, 1)):
            signature(snapshot, offset)
            assert all(outer.covers(inner) for inner, outer in pairwise(selections(snapshot, offset)))
        for offset in _dollars(text):
            found = navigation.highlights(snapshot, offset)
            for mention in found[:5]:
                assert navigation.highlights(snapshot, mention.span.start) == found, name
                checked += 1
    assert checked > 5000


def _dollars(text: str) -> Iterator[int]:
    at = text.find("$")
    while at >= 0:
        yield at + 2
        at = text.find("$", at + 40)


@needs_shared
def test_a_rename_leaves_the_resolved_model_as_it_was() -> None:
    renamed = refused = 0
    for name, text in corpus():
        snapshot = Snapshot.of(text)
        before = _resolved(snapshot)
        seen: set[object] = set()
        for offset in _places(snapshot):
            symbol = navigation.symbol_at(snapshot, offset)
            if symbol is None or symbol.mentions in seen:
                continue
            seen.add(symbol.mentions)
            new = "zq-new" if symbol.kind == "stage" else "ZQ_NEW"
            edits = rename(snapshot, offset, new)
            if isinstance(edits, Refusal):
                refused += 1
                continue
            renamed += 1
            after = Snapshot.of(apply(text, edits))
            assert _resolved(after, new, symbol.name) == before, f"{name}: {symbol.name}"
    assert renamed > 1500 and renamed > refused, (renamed, refused)


def _places(snapshot: Snapshot) -> Iterator[int]:
    for stage in snapshot.model.stages:
        if stage.name_token:
            yield stage.name_token.span.start
    for instruction in snapshot.tree.all("ARG", "ENV"):
        yield from (token.span.start for token in instruction.arguments)
    for instruction in snapshot.tree.instructions:
        yield from (heredoc.marker.end - 1 for heredoc in instruction.heredocs)


def _resolved(snapshot: Snapshot, new: str = "", old: str = "") -> list[object]:
    """All that is known of every step, with the variable `new` under its old name."""
    found: list[object] = []
    for stage in snapshot.model.stages:
        found.append((stage.base.index if stage.base else None, stage.image))
        for step in stage.steps:
            state = step.after
            for variables in (state.variables, state.env):
                named = [(old if key == new else key, value or "") for key, value in variables.items()]
                found.append(sorted(named))
            arguments = [token for token in step.instruction.arguments if not token.value.startswith("<<")]
            words = [state.expand(token.value, step.instruction.unit.escape) for token in arguments]
            settled = step.instruction.name in ("COPY", "ADD", "WORKDIR", "USER", "LABEL", "EXPOSE", "VOLUME")
            found.append((state.user, state.workdir, state.shell, words if settled else None))
    found += [(reference.kind, reference.target and reference.target.index) for reference in snapshot.model.references]
    return found
