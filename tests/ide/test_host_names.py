"""Names that builds of a file have for each other: targets and groups of Bake, services of Compose."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.hosts.names import MOST_UNKNOWN
from dockwright.findings.finding import Severity
from dockwright.ide.hosts.completion import complete
from dockwright.ide.hosts.navigation import definitions, highlights
from dockwright.ide.hosts.snapshot import HostSnapshot
from dockwright.text import Edit, Span, apply
from host_files import alone
from markers import cursor

FILE = "FROM scratch\n"
APP = 'target "app" {\n  context = "."\n}\n'


def unknown(snapshot: HostSnapshot) -> list[str]:
    names = ("bake-target-not-found", "service-not-found")
    return [snapshot.text.slice(one.span) for one in snapshot.findings if one.code in names]


def bake(folder: Path, text: str, path: str = "docker-bake.hcl", **others: str) -> HostSnapshot:
    return alone(folder, path, text, Dockerfile=FILE, **others)


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        # `docker buildx bake --print` of version 0.13 says of each: failed to find target
        ('group "default" {\n  targets = ["ap"]\n}\n', "ap", "did you mean `app`?"),
        ('target "b" {\n  inherits = ["ap"]\n}\n', "ap", "did you mean `app`?"),
        ('target "b" {\n  contexts = { x = "target:ap" }\n}\n', "ap", "did you mean `app`?"),
        ('target "b" {\n  contexts = { x = "target:no" }\n}\n', "no", "not found in `docker-bake.hcl`; it has `app`"),
        ('group "g" {\n  targets = ["app"]\n}\ntarget "b" {\n  inherits = ["g"]\n}\n', "g", "`g` is a group"),
        ('group "g" {\n  targets = ["app"]\n}\ntarget "b" {\n  contexts = { x = "target:g" }\n}\n', "g", "is a group"),
        # the label of a matrix is a group of what it makes
        (
            'target "m" {\n  matrix = { a = ["x"] }\n  name = "m-${a}"\n}\ntarget "b" {\n  inherits = ["m"]\n}\n',
            "m",
            "`m` is a group",
        ),
    ],
)  # fmt: skip
def test_a_name_that_bake_does_not_find(tmp_path: Path, text: str, where: str, message: str) -> None:
    snapshot = bake(tmp_path, APP + text)
    assert unknown(snapshot) == [where]
    (finding,) = snapshot.findings
    assert message in finding.message and finding.severity is Severity.ERROR
    if "did you mean" in message:
        (fix,) = finding.fixes
        assert unknown(bake(tmp_path, apply(APP + text, fix.edits))) == []


@pytest.mark.parametrize(
    "text",
    [
        'group "g" {\n  targets = ["app", "h"]\n}\ngroup "h" {\n  targets = ["app"]\n}\n',
        'target "b" {\n  inherits = ["app"]\n  contexts = { x = "target:app", y = "docker-image://alpine" }\n}\n',
        # the targets of a matrix, and the group of all of them
        'target "m" {\n  matrix = { a = ["x", "y"] }\n  name = "m-${a}"\n}\n'
        'group "g" {\n  targets = ["m", "m-x"]\n}\ntarget "b" {\n  inherits = ["m-y"]\n}\n',
        # expressions, and names of targets that depend on one
        'variable "N" { default = "none" }\ntarget "b" {\n  inherits = [N, "${N}-x"]\n}\n',
        'variable "L" {}\ntarget "m" {\n  matrix = { a = split(",", L) }\n  name = a\n}\n'
        'target "b" {\n  inherits = ["x"]\n}\n',
        'variable "L" {}\ntarget "m" {\n  matrix = { a = ["x"] }\n  name = "${L}-${a}"\n}\n'
        'target "b" {\n  inherits = ["x"]\n}\n',
        # which action gives
        'target "b" {\n  inherits = ["docker-metadata-action", "docker-metadata-action-tags"]\n}\n',
        'group "g" {\n  targets = ["app-*"]\n}\n',
        # those who inherit give another context
        'target "_b" {\n  contexts = { x = "target:none" }\n}\n'
        'target "c" {\n  inherits = ["_b"]\n  contexts = { x = "target:app" }\n}\n',
        # something is typed
        'target "b" {\n  inherits = ["none"]\n  context = \n}\n',
        'target "b" {\n  inherits = ["none"\n',
    ],
)  # fmt: skip
def test_a_name_that_bake_finds_or_may_find(tmp_path: Path, text: str) -> None:
    assert unknown(bake(tmp_path, APP + text)) == []


@pytest.mark.parametrize(
    ("path", "other", "text"),
    [
        ("docker-bake.hcl", "docker-bake.override.hcl", 'target "none" {}\n'),
        ("docker-bake.override.hcl", "docker-bake.hcl", 'target "none" {}\n'),
        ("docker-bake.hcl", "docker-bake.json", '{"target": {"none": {}}}'),
        ("docker-bake.hcl", "compose.yaml", "services:\n  none:\n    build: .\n"),
        ("docker-bake.hcl", "compose.yaml", "services:\n  none:\n    build: {dockerfile_inline: FROM scratch}\n"),
        # given with it, perhaps
        ("docker-bake.hcl", "deploy/compose.web.yaml", "services:\n  none:\n    build: .\n"),
        ("docker-bake.hcl", "ci/docker-bake.ci.hcl", 'target "none" {}\n'),
        ("ci.hcl", "docker-bake.hcl", 'group "none" {\n  targets = ["x"]\n}\n'),
        ("docker-bake.hcl", "build.sh", "docker buildx bake -f docker-bake.hcl -f <(echo 'target none {}')\n"),
        (
            "docker-bake.hcl",
            ".github/workflows/a.yml",
            "jobs:\n  a:\n    steps:\n      - uses: docker/metadata-action@v5\n        with: {bake-target: none}\n",
        ),
    ],
)
def test_a_name_of_another_file(tmp_path: Path, path: str, other: str, text: str) -> None:
    own = APP + 'group "g" {\n  targets = ["none"]\n}\n'
    assert unknown(bake(tmp_path / "alone", own, path)) == ["none"]
    assert unknown(bake(tmp_path / "both", own, path, **{other: text})) == []


def test_a_file_that_uses_the_name_as_well_does_not_define_it(tmp_path: Path) -> None:
    other = {"docker-bake.override.hcl": 'group "h" {\n  targets = ["ap"]\n}\n'}
    assert unknown(bake(tmp_path, APP + 'group "g" {\n  targets = ["ap"]\n}\n', **other)) == ["ap"]


def test_a_name_that_a_workflow_may_generate_is_a_warning(tmp_path: Path) -> None:
    steps = "jobs: {a: {steps: [{uses: docker/metadata-action@v5}, {uses: docker/bake-action@v6}]}}\n"
    text = APP + 'target "b" {\n  inherits = ["none"]\n}\n'
    snapshot = bake(tmp_path, text, **{".github/workflows/a.yml": steps})
    assert [one.severity for one in snapshot.findings] == [Severity.WARNING]


def test_names_are_looked_for_in_bounds(tmp_path: Path) -> None:
    targets = (
        f'target "t{n}" {{\n  inherits = ["u{n}"]\n  contexts = {{ a = "target:v{n}" }}\n}}\n' for n in range(99)
    )
    text = "".join(targets)
    assert len(unknown(bake(tmp_path, text))) == MOST_UNKNOWN


def test_json(tmp_path: Path) -> None:
    text = '{"group": {"default": {"targets": ["ap"]}}, "target": {"app": {"inherits": ["x"], "context": "."}}}'
    assert unknown(bake(tmp_path, text, "docker-bake.json")) == ["ap", "x"]
    assert unknown(bake(tmp_path, text[:-1], "docker-bake.json")) == []
    assert unknown(bake(tmp_path, text.replace('{"inherits"', '[{"inherits"')[:-2] + "]}}", "docker-bake.json")) == []


@pytest.mark.parametrize(
    "text", ['group "a" {\n  targets = ["none"]\n}\n', 'job "a" {\n  group "b" {\n    count = 1\n  }\n}\n']
)
def test_a_file_without_targets_is_one_part_of_several(tmp_path: Path, text: str) -> None:
    assert unknown(bake(tmp_path, text, "ci-bake.hcl")) == []


SERVICES = """services:
  web:
    build:
      context: .
      additional_contexts:
        base: %s
    %s
  api:
    build: .
"""


@pytest.mark.parametrize(
    ("context", "needs", "where"),
    [
        # `docker compose config` of version 2.26 fails with each of the first ones
        ("service:aip", "", ["aip"]),
        ("./x", "depends_on: [aip]", ["aip"]),
        ("./x", "depends_on: {aip: {condition: service_started}}", ["aip"]),
        ("service:api", "depends_on: [api]", []),
        ("service:${API:-x}", "depends_on: ['${API}']", []),
        ("./x", "depends_on: {aip: {condition: service_started, required: false}}", []),
    ],
)
def test_a_service_that_is_not_there(tmp_path: Path, context: str, needs: str, where: list[str]) -> None:
    text = SERVICES % (context, needs)
    bake = 'target "docker-metadata-action" {}\ntarget "aip" {}\n'  # which Compose does not read
    snapshot = alone(tmp_path, "compose.yaml", text, Dockerfile=FILE, **{"x/a": "", "docker-bake.hcl": bake})
    assert unknown(snapshot) == where
    for finding in snapshot.findings:
        assert finding.severity is Severity.ERROR
        assert finding.message == "Service `aip` not found in `compose.yaml`; did you mean `api`?"
        after = apply(text, finding.fixes[0].edits)
        assert alone(tmp_path, "compose.yaml", after, Dockerfile=FILE, **{"x/a": ""}).findings == []


@pytest.mark.parametrize(
    ("path", "others", "begin"),
    [
        ("compose.dev.yaml", {"compose.yaml": "services: {db: {image: x}}\n"}, ""),
        ("compose.override.yaml", {"compose.yaml": "services: {db: {image: x}}\n"}, ""),
        ("compose.yaml", {"data.yml": "services: {db: {image: x}}\n"}, ""),
        # a part of a project that a program puts together
        (".ddev/docker-compose.redis.yaml", {}, ""),
        ("compose.override.yaml", {}, ""),
        ("deploy/compose.yaml", {"docker-compose.yml": "services: {db: {image: x}}\n"}, ""),
        ("compose.yaml", {"parts/db.yml": "services: {db: {image: x}}\n"}, "include: [parts/db.yml]\n"),
        ("compose.yaml", {}, "include: [oci://example.org/parts]\n"),
    ],
)
def test_a_service_of_another_file(tmp_path: Path, path: str, others: dict[str, str], begin: str) -> None:
    text = begin + SERVICES % (".", "depends_on: [db]")
    assert unknown(alone(tmp_path, path, text, Dockerfile=FILE, **others)) == []


BAKE = """group "default" {
  targets = ["app", "all"]
}
group "all" {
  targets = ["app"]
}
target "_base" {}
target "app" {
  inherits = ["_base"]
  contexts = { b = "target:_base" }
}
"""


@pytest.mark.parametrize(
    ("mark", "line", "count"),
    [
        ('["a<|>pp", "all"', 7, 3),
        ('"a<|>ll"]', 3, 2),
        ('inherits = ["_ba<|>se', 6, 3),
        ("target:_ba<|>se", 6, 3),
    ],
)
def test_from_a_name_to_its_definition(tmp_path: Path, mark: str, line: int, count: int) -> None:
    snapshot = bake(tmp_path, BAKE)
    offset = BAKE.index(mark.replace("<|>", "")) + mark.index("<|>")
    (place,) = definitions(snapshot, offset)
    assert (place.path, place.text.line_of(place.span.start)) == (str(tmp_path / "docker-bake.hcl"), line)
    shown = highlights(snapshot, offset)
    assert len(shown) == count and place.span in shown
    assert sorted(shown) == sorted(highlights(snapshot, place.span.start))


def test_a_definition_in_another_file(tmp_path: Path) -> None:
    other = 'target "app" {\n  context = "."\n}\n'
    snapshot = bake(
        tmp_path, 'group "g" {\n  targets = ["app"]\n}\n', "docker-bake.override.hcl", **{"docker-bake.hcl": other}
    )
    (place,) = definitions(snapshot, snapshot.text.string.index("app"))
    assert place.path == str(tmp_path / "docker-bake.hcl") and place.text.string == other
    assert place.text.slice(place.span) == "app"


def test_a_service_leads_to_its_definition(tmp_path: Path) -> None:
    text = SERVICES % ("service:api", "depends_on: [api]")
    snapshot = alone(tmp_path, "compose.yaml", text, Dockerfile=FILE)
    (place,) = definitions(snapshot, text.index("service:api") + 9)
    assert place.text.line_of(place.span.start) == 7
    assert len(highlights(snapshot, text.index("[api]") + 1)) == 3


@pytest.mark.parametrize(
    ("path", "line", "new"),
    [
        ("docker-bake.hcl", 'group "g" {\n  targets = ["<|>"]\n}\n', ["_base", "all", "app", "default"]),
        ("docker-bake.hcl", 'target "b" {\n  inherits = ["app", "_<|>\n}\n', ["_base", "app"]),
        ("docker-bake.hcl", 'target "b" {\n  contexts = {\n    x = "target:<|>"\n  }\n}\n', ["_base", "app"]),
        ("docker-bake.hcl", 'target "b" {\n  tags = ["<|>"]\n}\n', []),
        ("compose.yaml", "  b:\n    build:\n      additional_contexts:\n        x: service:<|>\n", ["api", "web"]),
        ("compose.yaml", "  b:\n    labels:\n        x: service:<|>\n", []),
    ],
)
def test_proposals(tmp_path: Path, path: str, line: str, new: list[str]) -> None:
    before = BAKE if path.endswith(".hcl") else SERVICES % (".", "")
    typed, offset = cursor(before + line)
    snapshot = alone(tmp_path, path, before, Dockerfile=FILE)
    snapshot = snapshot.edited([Edit(Span(len(before), len(before)), line.replace("<|>", ""))])
    assert snapshot.text.string == typed
    assert sorted(each.new_text for each in complete(snapshot, offset)) == new


def test_proposals_in_json(tmp_path: Path) -> None:
    text = '{"target": {"app": {"context": "."}}, "group": {"g": {"targets": ["<|>"]}}}'
    typed, offset = cursor(text)
    snapshot = bake(tmp_path, typed, "docker-bake.json")
    assert [each.new_text for each in complete(snapshot, offset)] == ["app", "g"]
