"""Completion of the items of JSON arrays, and of the word that closes a heredoc: each proposal is taken and parsed."""

from __future__ import annotations

import json

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.completion.complete import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.tree import parse
from dockwright.text import Edit, apply, unsnipped
from markers import cursor

FILES = ("server.js", "src/x.js", "with blank.txt", "README.md")


def proposed(source: str, *names: str) -> list[Completion]:
    """The proposals as an editor shows them; each is taken, and must leave arrays that can be read."""
    text, offset = cursor(source)
    placed = Context(contents(Workspace(dict.fromkeys(names, 1), {}.get), "", ""), sure=True) if names else None
    found = complete(Snapshot.of(text, context=placed), offset)
    for one in found:
        assert one.span.touches(offset)
        tree = parse(taken_from(text, one))
        broken = {problem.code for instruction in tree.instructions for problem in instruction.problems}
        assert not broken & {"unknown-instruction", "invalid-json-form"}, (one, broken)
    return sorted(found, key=lambda one: one.sort_text or one.label)


def labels(source: str, *names: str) -> list[str]:
    return [one.label for one in proposed(source, *names)]


def taken_from(text: str, one: Completion) -> str:
    new = unsnipped(one.new_text) if one.is_snippet else one.new_text
    return apply(text, [Edit(one.span, new)])


def taken(source: str, label: str, *names: str) -> str:
    one = next(one for one in proposed(source, *names) if one.label == label)
    return taken_from(cursor(source)[0], one)


@pytest.mark.parametrize("rest", ['"]', '"]\n', "", "\n", "]\n", '"]\nCMD x\n', "\nCMD x\n"])
@pytest.mark.parametrize(
    ("line", "first"),
    [
        ('VOLUME ["', "/data"),
        ('VOLUME ["/data", "', "/config"),
        ('VOLUME ["/data","', "/config"),
        ('SHELL ["', "/bin/bash"),
        ('SHELL ["/bin/bash", "', "-o"),
        ('SHELL ["/bin/sh", "', "-c"),
        ('CMD ["', "node"),
        ('CMD ["node", "', "server.js"),
        ('ENTRYPOINT ["', "node"),
        ('RUN ["', "/bin/bash"),
        ('RUN ["/bin/sh","', "-c"),
        ('HEALTHCHECK CMD ["', "node"),
        ('HEALTHCHECK --interval=5s CMD ["node", "', "-e"),
        ('COPY ["a", "', "."),
        ('COPY --chown=a ["a","b", "', "."),
        ('ADD ["a", "', "."),
        ('ONBUILD VOLUME ["', "/data"),
        ('CMD ["node", \\\n  "', "server.js"),
    ],
)
def test_an_item_is_proposed_and_closed(line: str, first: str, rest: str) -> None:
    source = f"FROM node:24\n{line}<|>{rest}"
    assert labels(source)[0] == first
    text = taken(source, first)
    instruction = parse(text).instructions[1]
    shown = (instruction.inner or instruction).unit.text
    assert json.loads(shown[shown.index("[") :].replace("\\\n", ""))[-1] == first, text


def test_an_item_that_is_not_begun_gets_its_quotes() -> None:
    assert taken('FROM a\nVOLUME ["/data", <|>]\n', "/config") == 'FROM a\nVOLUME ["/data", "/config"]\n'
    assert taken('FROM a\nVOLUME ["/data",<|>\n', "/config") == 'FROM a\nVOLUME ["/data","/config"]\n'
    assert taken("FROM a\nRUN [<|>\n", "/bin/sh") == 'FROM a\nRUN ["/bin/sh"]\n'
    assert taken("FROM a\nCOPY [<|>]\n", "src/", *FILES) == 'FROM a\nCOPY ["src/"]\n'
    assert labels('FROM a\nVOLUME [<|>"/data"]\n') == []


def test_whole_arrays_of_a_health_check() -> None:
    assert labels("FROM alpine\nHEALTHCHECK CMD [<|>]\n")[0].startswith('["nc", "-z"')
    text = taken("FROM redis\nHEALTHCHECK CMD [<|>]\n", '["redis-cli", "ping"]')
    assert text == 'FROM redis\nHEALTHCHECK CMD ["redis-cli", "ping"]\n'


def test_sources_and_destinations_of_copy() -> None:
    assert {"server.js", "src/", "with blank.txt"} <= set(labels('FROM a\nCOPY ["<|>"]\n', *FILES))
    assert labels('FROM a\nCOPY ["src/<|>"]\n', *FILES) == ["x.js"]
    assert (
        taken('FROM a\nCOPY ["with<|>", "b"]\n', "with blank.txt", *FILES) == 'FROM a\nCOPY ["with blank.txt", "b"]\n'
    )
    assert "server.js" in labels('FROM a\nCOPY ["a", "<|>", "/data/"]\n', *FILES)
    for line in ('COPY ["a", "<|>"]', 'COPY ["a","<|>"]', 'ADD ["a", "<|>'):
        found = labels(f"FROM a\nWORKDIR /srv/app\n{line}\n", *FILES)
        assert found[0] == "/srv/app/" and not {"server.js", "src/"} & set(found), line
    assert taken('FROM a\nWORKDIR /srv/app\nCOPY ["a", "/srv/<|>\n', "/srv/app/").endswith('COPY ["a", "/srv/app/"]\n')
    built = 'FROM a AS build\nCOPY x /out/x\nFROM b\nCOPY --from=build ["<|>"]\n'
    assert "/out/x" in labels(built)


def test_programs_and_arguments_are_files_that_were_copied() -> None:
    source = "FROM node:24\nWORKDIR /srv\nCOPY run.sh /usr/bin/\nCOPY --from=x /out/tool /opt/tool\nCOPY a.js .\n{}\n"
    assert labels(source.format('ENTRYPOINT ["<|>"]'))[:4] == ["node", "/srv/a.js", "/opt/tool", "/usr/bin/run.sh"]
    assert labels(source.format('CMD ["node", "<|>"]'))[0] == "a.js"
    assert "src/" not in labels(source.format('CMD ["node", "<|>"]'), *FILES)
    found = labels('FROM node:24\nWORKDIR /srv\nCOPY . .\nCMD ["other", "<|>"]\n', *FILES)
    assert found == ["server.js", "src/", "with blank.txt", "README.md"]
    assert labels('FROM node:24\nWORKDIR /srv\nCOPY . /app\nCMD ["other", "<|>"]\n', *FILES) == []
    assert labels('FROM node:24 AS base\nWORKDIR /srv\nCOPY b.js .\nFROM base\nCMD ["other", "<|>"]\n') == ["b.js"]


@pytest.mark.parametrize(
    "line",
    [
        'CMD ["a"<|>', 'CMD ["a"]<|>', 'CMD ["a" <|>', 'CMD ["a" "<|>', 'VOLUME ["/data<|>"]', 'CMD echo ["<|>',
        'CMD a<|>["', 'LABEL ["<|>', 'ENV A=["<|>', 'USER ["<|>', 'EXPOSE ["<|>', 'CMD ["a", "\\<|>', "CMD ['<|>",
        'SHELL ["/bin/sh", "-c"]<|>', 'HEALTHCHECK CMD ["a"]<|>', 'WORKDIR ["<|>', 'CMD ["a", b<|>', 'RUN ["a", "<|>',
    ],
)  # fmt: skip
def test_nothing_is_proposed_elsewhere(line: str) -> None:
    assert labels(f"FROM a\n{line}\n") == labels(f"FROM a\n{line}") == []


def test_a_heredoc_at_the_end_of_the_file() -> None:
    for newline in ("", "\n"):
        assert taken(f"FROM a\nRUN <<<|>{newline}", "<<EOF") == f"FROM a\nRUN <<EOF\n\nEOF{newline}"
        for marker in ("<<EOF", "<<eof", "<<END", "<<-X", "<<'EOT'", '<<"a_1"', "<<'EOF'"):
            for name in ("RUN", "COPY"):
                assert labels(f"FROM a\n{name} {marker}<|>{newline}") == [], "whole: Enter makes a line break"
    assert labels("FROM a\nRUN <<E<|>") == ["<<EOF"] and labels("FROM a\nCOPY <<'E<|>") == ["<<'EOF'"]
    assert labels("FROM a\nRUN cat <<<x<|>") == labels("FROM a\nRUN echo $((1<<x<|>))\n") == []
    assert taken("FROM a\nCOPY <<E<|>", "<<EOF") == "FROM a\nCOPY <<EOF /path\n\nEOF"
    for source in (
        "RUN <<EOF<|>\nx\nEOF\n",
        "RUN <<<|>EOF\nx\nEOF\n",
        "COPY <<A <<B<|>",
        "RUN <<EOF\n<|>",
        "RUN <<EOF\n<|>\nEOF\n",
    ):
        assert labels(f"FROM a\n{source}") == []


def test_the_word_that_closes_a_heredoc() -> None:
    for source in ("RUN <<EOF\nx\nE<|>", "RUN <<EOF\nx\nEO<|>\n", "RUN <<-EOF\nx\n\tE<|>", "COPY <<EOF /x\nE<|>\n"):
        assert labels(f"FROM a\n{source}") == ["EOF"]
    assert taken("FROM a\nRUN <<-EOF\nx\n\tE<|>\n", "EOF") == "FROM a\nRUN <<-EOF\nx\n\tEOF\n"
    for source in ("x\ne<|>", "x\n E<|>", "x\nE<|>x", "EOF<|>", "x E<|>", "E<|>\nEOF\n", "<|>"):
        assert labels(f"FROM a\nRUN <<EOF\n{source}") == [], source
    assert labels("FROM a\nRUN <<A <<B\nA<|>") == []


@pytest.mark.parametrize(
    ("base", "first", "last"),
    [("debian:12", "/bin/bash", "cmd"), ("alpine:3.20", "/bin/sh", "cmd"), ("example.com/x", "/bin/bash", "cmd")],
)
@pytest.mark.parametrize("start", ["", "["])
def test_a_shell_that_the_image_lacks_comes_last(base: str, first: str, last: str, start: str) -> None:
    found = [json.loads(label)[0] for label in labels(f"FROM {base}\nSHELL {start}<|>") if label.startswith("[")]
    assert (found[0], found[-1]) == (first, last)
    assert len(found) == 6
