"""Images that stand in for bases: with the recorded configuration, and something odd wherever nothing is recorded."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator

from dockwright.semantics.images import ImageFacts, lookup
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span, apply
from engine.engine import Engine

NOOP = {"noop": "nothing\n"}
"""The context of a file that is `reduced`."""
_RUNS = frozenset({"RUN", "COPY", "ADD"})
_ODD = """\
ENV ODD=odd PATH=/odd
LABEL odd=odd
EXPOSE 7777
VOLUME /odd-volume
USER odd
WORKDIR /odd
STOPSIGNAL SIGUSR2
HEALTHCHECK CMD odd
MAINTAINER odd
ENTRYPOINT ["odd-entrypoint"]
CMD ["odd-cmd"]
SHELL ["/odd-shell", "-c"]
ONBUILD ENV FIRED=odd
ONBUILD LABEL fired=odd
"""


class StandIns:
    """Made when first asked for; one for equal contents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made: dict[str, str] = {}

    def named(self, reference: str | None) -> str:
        """The name of an image that stands in for another."""
        facts = lookup(reference) if reference else None
        source = "FROM {empty}\n" + (_recorded(facts) if facts else _ODD)
        if source not in self._made:
            built = self._engine.build(source.format(empty=self._empty()))
            assert built.image, built.log
            self._made[source] = built.image
        return self._made[source]

    def _empty(self) -> str:
        name = "dockwright-test-empty:latest"
        if "" not in self._made:
            packed = io.BytesIO()
            tarfile.open(fileobj=packed, mode="w").close()
            done = self._engine.docker("import", "-", name, data=packed.getvalue())
            assert done.returncode == 0, done.stderr
            self._made[""] = name
        return self._made[""]


def reduced(model: Model, stand_ins: StandIns) -> str:
    """A file of which nothing has to run: bases are exchanged, and RUN, COPY and ADD copy one file."""
    edits = without_syntax(model)
    for stage in model.stages:
        token, flag = stage.base_token, stage.origin.flag("platform")
        if stage.base is None and stage.image != "scratch" and token:
            edits.append(Edit(token.span, stand_ins.named(stage.image)))
        if flag:
            edits.append(Edit(flag.span, ""))
        for step in stage.steps:
            if step.instruction.name in _RUNS:
                edits.append(Edit(step.instruction.span, "COPY noop /noop"))
    return apply(model.tree.text.string, edits)


def without_syntax(model: Model) -> list[Edit]:
    """The edits that leave out the directives that ask for another front end."""
    edits = []
    for directive in model.tree.directives:
        if directive.name.lower() in ("syntax", "check"):
            end = model.tree.text.string.find("\n", directive.span.end) + 1  # a comment would end the directives
            edits.append(Edit(Span(directive.span.start, end), ""))
    return edits


def _recorded(facts: ImageFacts) -> str:
    return "".join(f"{line}\n" for line in _lines(facts)).replace("{", "{{").replace("}", "}}")


def _lines(facts: ImageFacts) -> Iterator[str]:
    odd = not facts.whole
    for name, value in facts.env.items():
        yield f"ENV {name}={_quoted(value if value is not None else 'odd')}"
    for name, value in facts.labels.items():
        yield f"LABEL {_quoted(name)}={_quoted(value if value is not None else 'odd')}"
    yield from (f"EXPOSE {port}" for port in facts.expose)
    yield from (f"VOLUME {json.dumps([path])}" for path in facts.volumes)
    if facts.user or (facts.user is None and odd):
        yield f"USER {facts.user or 'odd'}"
    if facts.workdir not in (None, "/") or (facts.workdir is None and odd):
        yield f"WORKDIR {facts.workdir or '/odd'}"
    if facts.stopsignal or odd:
        yield f"STOPSIGNAL {facts.stopsignal or 'SIGUSR2'}"
    if facts.has_healthcheck or odd:
        yield "HEALTHCHECK CMD odd"
    for word, command in (("ENTRYPOINT", facts.entrypoint), ("CMD", facts.cmd)):
        if command is not None:
            yield f"{word} {command if isinstance(command, str) else json.dumps(list(command))}"
        elif odd:
            yield f'{word} ["odd"]'
    if facts.shell or odd:
        yield f"SHELL {json.dumps(list(facts.shell) if facts.shell else ['/odd-shell', '-c'])}"
    if odd:
        yield "ENV ODD=odd"
        yield "LABEL odd=odd"
        yield "EXPOSE 7777"
        yield "ONBUILD ENV FIRED=odd"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'
