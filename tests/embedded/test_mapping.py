"""Texts within other files: each character has its place, and edits come back as they were meant."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
import yaml

from dockwright.context.builds.hcl import blocks
from dockwright.context.builds.hcl.values import Scope
from dockwright.embedded.finding import BAKE, BAKE_JSON, COMPOSE, MARKDOWN, find, host_edits, kind_of
from dockwright.text import Edit, Span, apply

PIECES = [
    "FROM alpine:3.20", "RUN", " ", "  ", "\t", "\n", "\n", "\n\n", "\n    ", "a", "é", "😀", '"', "'", "\\", "\\\n",
    "$", "$X", "${X}", "$(date)", "%{x}", "#", ": ", "- ", "{", "}", "`", "<<EOF", "&& ", "*", "|", "n", "u00e9",
]  # fmt: skip
MANY = 150


def made_up(random: random.Random, most: int = 20) -> str:
    return "".join(random.choice(PIECES) for _ in range(random.randrange(most)))


def block(text: str, random: random.Random) -> str:
    """A `|` block; what it cannot hold is left out."""
    text = text.replace("$", "$$")
    content, tail = text.rstrip("\n"), text[len(text.rstrip("\n")) :]
    indent = " " * random.choice((6, 7, 9))
    chomping = "-" if not tail else "+" if len(tail) > 1 else ""
    digit = str(len(indent) - 5) if content.startswith((" ", "\n", "\t")) or not content.strip() else ""
    lines = [indent + line if line.strip(" ") or random.random() < 0.3 else line for line in content.split("\n")]
    body = "\n".join(lines) + "\n" * max(len(tail), 1)
    anchor = random.choice(("", "&x ", "!!str "))
    key = f"dockerfile_inline: {anchor}|{digit}{chomping} # c"
    return f"services:\n  a:\n    build:\n    # é\n     {key}\n{body}     context: .\n"


def quoted(style: str) -> Callable[[str, random.Random], str]:
    def made(text: str, random: random.Random) -> str:
        written: str = yaml.dump(
            text.replace("$", "$$"),
            default_style=style,
            width=random.choice((20, 80)),
            allow_unicode=random.random() < 0.5,
        )
        value = written.removesuffix("\n").removesuffix("\n...").replace("\n", "\n        ")
        if not style:
            return f"services:\n  a:\n    build:\n      dockerfile_inline: {value}\n      context: .\n"
        return f"services: {{a: {{build: {{context: ., dockerfile_inline: {value}\n  }}}}}}\n"

    return made


def from_compose(host: str) -> str | None:
    """What BuildKit gets, by PyYAML and what Compose says of dollar signs."""
    build = yaml.load(host, Loader=yaml.CSafeLoader)["services"]["a"]["build"]
    assert build["context"] == "."
    value: str | None = build["dockerfile_inline"]
    return value.replace("$$", "$") if isinstance(value, str) else None


def bake_quoted(text: str, random: random.Random) -> str:
    value = json.dumps(text, ensure_ascii=random.random() < 0.3).replace("${", "$${").replace("%{", "%%{")
    if "\\ud" in value:
        value = json.dumps(text, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    return f'target "a" {{\n  # é\n  dockerfile-inline = {value} # x\n  context = "."\n}}\n'


def bake_heredoc(text: str, random: random.Random) -> str:
    text = (text.rstrip("\n").replace("${", "$${").replace("%{", "%%{") + "\n") * bool(text)
    if random.random() < 0.5:
        return f'target "a" {{\n  dockerfile-inline = <<E-1\n{text}E-1\n  context = "."\n}}\n'
    body = "".join(f"   {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    return f'target "a" {{\n  dockerfile-inline = <<-EOT\n{body}  EOT\n  context = "."\n}}\n'


def from_bake(host: str) -> str | None:
    (target,) = blocks.read(host).blocks
    assert target.attributes["context"].value(Scope({}, {})) == "."
    value = target.attributes["dockerfile-inline"].value(Scope({}, {}))
    return "\n".join(line if line.strip() else "" for line in value.split("\n")) if isinstance(value, str) else None


def bake_json(text: str, random: random.Random) -> str:
    value = text.replace("${", "$${").replace("%{", "%%{")
    return json.dumps(
        {"target": {"a": {"context": ".", "dockerfile-inline": value}}},
        ensure_ascii=random.random() < 0.5, indent=random.choice((None, 2, "\t")),
    )  # fmt: skip


def from_json(host: str) -> str | None:
    target = json.loads(host)["target"]["a"]
    assert target["context"] == "."
    value: str = target["dockerfile-inline"]
    assert "${" not in value.replace("$${", "") and "%{" not in value.replace("%%{", "")
    return value.replace("$${", "${").replace("%%{", "%{")


def blanks_left_out(text: str) -> str:
    """What lark's reader of heredocs makes of lines that hold blanks alone."""
    return "\n".join(line if line.strip() else "" for line in text.split("\n"))


HOSTS = {
    "block": (COMPOSE, block, from_compose),
    "double": (COMPOSE, quoted('"'), from_compose),
    "single": (COMPOSE, quoted("'"), from_compose),
    "plain": (COMPOSE, quoted(""), from_compose),
    "string": (BAKE, bake_quoted, from_bake),
    "heredoc": (BAKE, bake_heredoc, from_bake),
    "json": (BAKE_JSON, bake_json, from_json),
}


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_character_has_its_place_and_edits_come_back(name: str, ends: str) -> None:
    kind, write, read = HOSTS[name]
    chance = random.Random(f"{name}{ends}")
    mapped = offered = asked = 0
    for _ in range(MANY):
        host = write("FROM a" + made_up(chance) + chance.choice(("", "\n")), chance)
        if kind == COMPOSE:
            host = host.replace("\n", ends)
        found, unread = find(kind, host)
        expected = read(host)
        if not found:
            assert unread or expected is None
            continue
        (one,) = found
        same = blanks_left_out if kind == BAKE else str
        assert same(one.text) == expected
        mapped += 1
        _has_places(host, one.mapping)
        for _ in range(4):
            start, end = sorted(chance.choices(range(len(one.text) + 1), k=2))
            edit = Edit(Span(start, chance.choice((start, end))), made_up(chance, 5))
            after = apply(one.text, [edit])
            asked += 1
            written = host_edits(kind, host, 0, found, [edit])
            if written is not None:
                offered += 1
                assert (read(apply(host, written)) or "").rstrip("\n") == same(after).rstrip("\n")
    assert mapped > MANY * 0.6
    assert offered > asked * (0.85 if name in ("block", "double", "string", "json") else 0.3)


def _has_places(host: str, mapping: object) -> None:
    from dockwright.embedded.mapping import Mapping

    assert isinstance(mapping, Mapping)
    last = mapping.host.start
    for offset, mark in enumerate(mapping.text):
        place = mapping.to_host(Span(offset, offset + 1))
        assert last <= place.start < place.end <= mapping.host.end
        if host[place.start : place.end] == mark:
            assert mapping.to_inner(place.start) == offset
        assert mapping.to_inner(place.start) in range(offset + 1)
        last = place.start


LINES = """\
FROM alpine:3.20

RUN apk add \\
    curl "$X"
"""


@pytest.mark.parametrize("name", ["block", "double", "string", "heredoc", "json", "fence", "quote", "list"])
@pytest.mark.parametrize(
    "edit",
    [
        Edit(Span(0, 0), "# x\n"),
        Edit(Span(0, 17), ""),
        Edit(Span(17, 18), ""),
        Edit(Span(17, 17), "\nUSER x\n"),
        Edit(Span(18, 22), "RUN set -e\nRUN "),
        Edit(Span(36, 40), "wget"),
        Edit(Span(18, len(LINES)), ""),
        Edit(Span(len(LINES), len(LINES)), 'CMD ["${A}"]\n'),
        Edit(Span(18, len(LINES)), "COPY <<E /x\n  a\n\nE\n"),
    ],
)
def test_edits_of_lines_keep_the_layout_of_the_file(name: str, edit: Edit) -> None:
    chance = random.Random(0)
    fences = {"fence": "", "quote": "> ", "list": "   "}
    if name in fences:
        before = fences[name]
        body = "".join((before + line).rstrip() + "\n" for line in LINES.split("\n")[:-1])
        kind, host = MARKDOWN, f"x\n\n{before}```dockerfile\n{body}{before}```\n\n- y\n"
    else:
        kind, write, _ = HOSTS[name]
        host = write(LINES, chance)
    found, _ = find(kind, host)
    assert [one.text for one in found] == [LINES]
    written = host_edits(kind, host, 0, found, [edit])
    if kind == MARKDOWN and not edit.span.start and not edit.new:
        assert written is None  # without FROM it is no Dockerfile
        return
    assert written is not None
    after, _ = find(kind, apply(host, written))
    assert [one.text.rstrip("\n") for one in after] == [apply(LINES, [edit]).rstrip("\n")]
    assert not any(line.endswith((" ", "\t")) for line in apply(host, written).splitlines())


def test_places_that_are_not_known_exactly_are_not_looked_at() -> None:
    host = (
        "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM alpine:$V\n"
        "  b: {build: {dockerfile_inline: 'FROM a:${V:-1} ${W:?x}'}}\n"
        "  c:\n    build:\n      dockerfile_inline: >\n        FROM a\n        RUN b\n"
        "  d: {build: {dockerfile_inline: &x 'FROM a:${V:-1}'}}\n  e: {build: {dockerfile_inline: *x}}\n"
    )
    found, unread = find(COMPOSE, host)
    assert [(one.label, one.text) for one in found] == [("service `d`", "FROM a:1")]
    assert [one.label for one in unread] == ["service `a`", "service `b`", "service `c`"]
    assert host[unread[0].offset :].startswith("$V") and host[unread[1].offset :].startswith("${W")
    assert "write `$$V`" in unread[0].why and "write `|`" in unread[2].why
    host = 'variable "V" {}\ntarget "a" { dockerfile-inline = "FROM a:${V}" }\ntarget "b" { dockerfile-inline = V }\n'
    found, unread = find(BAKE, host)
    assert not found and ["`${V}`" in unread[0].why, "Bake computes" in unread[1].why] == [True, True]


def test_edits_that_would_not_come_back_are_refused() -> None:
    host = "services: {a: {build: {dockerfile_inline: FROM alpine}}}\n"
    found, _ = find(COMPOSE, host)
    assert host_edits(COMPOSE, host, 0, found, [Edit(Span(11, 11), ", x: y")]) is None
    assert host_edits(COMPOSE, host, 0, found, [Edit(Span(11, 11), ":3")]) is not None
    host = "```dockerfile\nFROM a\nRUN x\n```\n"
    found, _ = find(MARKDOWN, host)
    assert host_edits(MARKDOWN, host, 0, found, [Edit(Span(7, 7), "```\n")]) is None


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("compose.yaml", "", COMPOSE),
        ("x/docker-compose.dev.yml", "", COMPOSE),
        ("stack.yaml", "services:\n  a:\n    build: .\n", COMPOSE),
        ("deploy.yaml", "kind: Pod\n", ""),
        ("docker-bake.hcl", "", BAKE),
        ("main.hcl", 'resource "x" {}\n', ""),
        ("docker-bake.override.json", "", BAKE_JSON),
        ("package.json", "", ""),
        ("README.md", "", MARKDOWN),
        ("Dockerfile", "FROM a", ""),
    ],
)
def test_kinds(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text) == kind
