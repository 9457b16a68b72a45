"""What is said of host files: names that the Dockerfile lacks, and what it needs and is not given."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.config import Config, Table
from dockwright.context.hosts.host_facts import host_facts
from dockwright.context.hosts.kinds import kind_of
from dockwright.context.survey import Survey
from dockwright.embedded.finding import within
from dockwright.findings.engine import select
from dockwright.findings.finding import Severity
from dockwright.findings.profiles import unknown
from dockwright.ide.hosts.problems import problems
from dockwright.ide.hosts.snapshot import HostSnapshot, actions
from dockwright.text import Edit, Span, apply
from host_files import DOCKERFILE, Recorded, alone, host
from shared import SHARED, listed, needs_shared

GIVEN = "args: {VERSION: 1}\n      secrets: [npm]"


def service(*lines: str) -> str:
    """A Compose file whose build has these keys."""
    return "services:\n  web:\n    build:\n      context: .\n" + "".join(f"      {line}\n" for line in lines)


def said(snapshot: HostSnapshot) -> list[tuple[str, str]]:
    return [(finding.code, snapshot.text.slice(finding.span)) for finding in snapshot.findings]


@pytest.mark.parametrize(
    ("config", "levels"),
    [
        (Config(), [Severity.ERROR, Severity.HINT, Severity.WARNING]),
        (Config(profile="buildkit"), [Severity.ERROR]),
        (Config(profile="none"), []),
        (Config(rules=Table({"arg-not-declared": "off"})), [Severity.ERROR, Severity.HINT]),
        (Config(rules=Table({"arg-not-given": "error"})), [Severity.ERROR, Severity.HINT, Severity.WARNING]),
        (Config(rules=Table({"target-not-found": "hint"})), [Severity.HINT, Severity.HINT, Severity.WARNING]),
    ],
)
def test_levels_come_from_the_settings(tmp_path: Path, config: Config, levels: list[Severity]) -> None:
    file = "FROM alpine AS base\nARG REV\nLABEL revision=$REV\n"
    text = """services:
  a:
    build: {context: ., target: bsae}
  b:
    build: {context: ., args: {RVE: 1}}
"""
    snapshot = host(tmp_path, "compose.yaml", text, Dockerfile=file, **{"docker-bake.hcl": RELEASE})
    assert [finding.severity for finding in snapshot.configured(select(config)).findings] == levels
    assert unknown(config) == []


def test_nothing_where_all_is_right(tmp_path: Path) -> None:
    assert said(host(tmp_path, "compose.yaml", service("target: FINAL", GIVEN, "platforms: [linux/amd64]"))) == []


@pytest.mark.parametrize(
    ("line", "code", "where"),
    [
        ("target: biuld", "target-not-found", "biuld"),
        ("target: 'final2'", "target-not-found", "final2"),
        ("platforms: [linux/arm64/v8]", "platform-pinned", "linux/arm64/v8"),
        ("dockerfile: Gone", "dockerfile-not-there", "Gone"),
    ],
)
def test_a_value(tmp_path: Path, line: str, code: str, where: str) -> None:
    assert said(host(tmp_path, "compose.yaml", service(line, GIVEN))) == [(code, where)]


@pytest.mark.parametrize(
    "line",
    [
        "target: ${TARGET:-none}",
        "target: '0'",
        "platforms: [linux/x86_64]",
        "platforms: ['${P:-linux/arm64}']",
        "dockerfile: ${D:-Gone}",
    ],
)
def test_a_value_of_which_nothing_is_known(tmp_path: Path, line: str) -> None:
    assert said(host(tmp_path, "compose.yaml", service(line, GIVEN))) == []


def test_an_arg_that_no_instruction_takes(tmp_path: Path) -> None:
    args = "args: {VERSION: 1, MODES: x, HTTP_PROXY: x, BUILDKIT_INLINE_CACHE: 1, TARGETARCH: x, MODE: y}"
    snapshot = host(tmp_path, "compose.yaml", service(args, "secrets: [npm]"))
    assert [finding.message for finding in snapshot.findings] == [
        "Unknown build argument `MODES`: `Dockerfile` has no ARG of this name; did you mean `MODE`?"
    ]
    (action,) = actions(snapshot, snapshot.findings[0].span)
    assert action.edits == (Edit(snapshot.findings[0].span, "MODE"),)


@pytest.mark.parametrize(
    "dockerfile",
    ["# syntax=example.org/other\nFROM a\n", "FROM {{ x }}\n", "FROM node:onbuild\n", "FROM a\nONBUILD ARG X\n"],
)
def test_other_frontends_templates_and_triggers(tmp_path: Path, dockerfile: str) -> None:
    snapshot = host(tmp_path, "compose.yaml", service("args: {X: 1}"), Dockerfile=dockerfile)
    assert said(snapshot) == []


def test_an_arg_of_several_services_that_one_takes(tmp_path: Path) -> None:
    text = """x-args: &args {A: 1, B: 1, C: 1}
services:
  a:
    build: {context: ., dockerfile: A, args: *args}
  b:
    build: {context: ., dockerfile: B, args: *args}
"""
    files = {"A": "FROM x\nARG A\n", "B": "FROM x\nARG B\n"}
    assert said(host(tmp_path, "compose.yaml", text, **files)) == [("arg-not-declared", "C")]


def test_a_secret_that_is_required(tmp_path: Path) -> None:
    assert said(host(tmp_path, "compose.yaml", service("args: {VERSION: 1}"))) == [("secret-not-given", "web")]
    given = service("args: {VERSION: 1}") + "    secrets: [npm]\n"
    (finding,) = host(tmp_path, "compose.yaml", given).findings
    assert "add it to `build.secrets`" in finding.message
    other = DOCKERFILE.replace(",required=true", "")
    assert said(host(tmp_path, "compose.yaml", service("args: {VERSION: 1}"), Dockerfile=other)) == []
    assert len(host(tmp_path, "compose.yaml", given, Dockerfile=other).findings) == 1


def test_only_what_the_target_needs_counts(tmp_path: Path) -> None:
    alone = DOCKERFILE.replace("COPY --from=build /a /a\n", "")
    assert said(host(tmp_path, "compose.yaml", service("target: final"), Dockerfile=alone)) == []


def test_an_arg_that_another_build_gives_and_from_needs(tmp_path: Path) -> None:
    bake = 'target "release" {\n  context = "."\n  args = { VERSION = "22" }\n  secret = ["id=npm"]\n}\n'
    text = service("secrets: [npm]")
    assert said(host(tmp_path / "alone", "compose.yaml", text)) == []
    snapshot = host(tmp_path / "both", "compose.yaml", text, **{"docker-bake.hcl": bake})
    assert said(snapshot) == [("arg-not-given", "web")]
    assert "docker-bake.hcl:2 (release) sets it to `22`" in snapshot.findings[0].message


RELEASE = 'target "release" {\n  context = "."\n  args = { REV = "1a2b" }\n}\n'


@pytest.mark.parametrize(
    ("use", "build", "is_said"),
    [
        ("LABEL revision=$REV", "", True),
        ("RUN echo ${REV}", "", True),
        ("RUN echo ${REV:-unknown}", "", False),  # the author expects it to be empty
        ("RUN true", "", False),  # a program may read it or not
        ("LABEL revision=$REV", "args: {REV: ''}", False),
        ("LABEL revision=$REV", "args: [REV]", False),  # from the environment
        ("LABEL revision=$REV", "target: base", False),  # another image
    ],
)
def test_an_arg_that_one_build_sets_and_another_leaves_empty(
    tmp_path: Path, use: str, build: str, is_said: bool
) -> None:
    file = f"FROM alpine AS base\nFROM base\nARG REV\n{use}\n"
    snapshot = host(tmp_path, "compose.yaml", service(build), Dockerfile=file, **{"docker-bake.hcl": RELEASE})
    assert said(snapshot) == ([("arg-not-given", "web")] if is_said else [])
    if is_said:
        (finding,) = snapshot.findings
        assert finding.message == "This build leaves `REV` empty; docker-bake.hcl:2 (release) sets it to `1a2b`"
        assert finding.severity is Severity.HINT


def test_an_arg_whose_name_is_no_regular_expression(tmp_path: Path) -> None:
    file, bake = "FROM alpine\nARG A(B\nRUN true\n", RELEASE.replace("REV", '"A(B"')
    assert said(host(tmp_path, "compose.yaml", service(), Dockerfile=file, **{"docker-bake.hcl": bake})) == []


def test_an_arg_of_the_platform_is_given_by_buildkit(tmp_path: Path) -> None:
    file = "FROM alpine\nARG TARGETARCH\nRUN echo $TARGETARCH\n"
    bake = RELEASE.replace("REV", "TARGETARCH")
    assert said(host(tmp_path, "compose.yaml", service(), Dockerfile=file, **{"docker-bake.hcl": bake})) == []


def test_what_was_made_or_is_ignored_may_be_there(tmp_path: Path) -> None:
    text = service("dockerfile: out/Dockerfile")
    assert said(host(tmp_path, "compose.yaml", text, **{".gitignore": "out/\n"})) == []
    gone = "services:\n  web:\n    build: gone\n"
    assert said(host(tmp_path, "compose.yaml", gone)) == [("context-not-there", "gone")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('target "a" {\n  dockerfile = "Dockerfile.prd"\n}\n', "Dockerfile.prd"),
        ('target "a" {\n  context = "web"\n}\n', "web"),
        ('target "a" {\n  context = "gone"\n}\n', "gone"),
        # it counts from the context, not from the folder where Bake runs
        ('target "a" {\n  context = "web"\n  dockerfile = "web/In"\n}\n', "web/In"),
        ('target "a" {\n  context = "web"\n  dockerfile = "cwd://web/In"\n}\n', ""),
        ('target "a" {\n  context = "web"\n  dockerfile = "Gone"\n  target = "x"\n}\n', "Gone"),
        ('target "_c" {\n  dockerfile = "Gone"\n}\ntarget "a" {\n  inherits = ["_c"]\n}\n', "Gone"),
        # not certain
        ('variable "D" { default = "Gone" }\ntarget "a" {\n  dockerfile = D\n}\n', ""),
        ('variable "D" { default = "we" }\ntarget "a" {\n  context = "${D}b"\n}\n', ""),
        ('target "a" {\n  context = "https://example.org/x.git#main:web"\n  dockerfile = "Gone"\n}\n', ""),
        ('target "a" {\n  dockerfile-inline = "FROM scratch"\n  context = "web"\n}\n', ""),
        ('target "a" {\n  context = "pod"\n}\n', ""),
        ('target "a" {\n  context = "target:b"\n}\n', ""),
        ('target "a" {\n  context = "/srv"\n}\n', ""),
        ('target "a" {\n  context = "web"\n  dockerfile = "/srv/Dockerfile"\n}\n', ""),
        ('target "a" {\n  dockerfile = "made/Dockerfile"\n}\n', ""),
        # the target that inherits names the context, in which the file is
        (
            'target "_c" {\n  dockerfile = "In"\n}\ntarget "a" {\n  inherits = ["_c"]\n  context = "web"\n}\n',
            "",
        ),
        ('target "docker-metadata-action" {}\ntarget "args" {\n  args = { A = "1" }\n}\n', ""),
    ],
)
def test_bake_without_the_dockerfile(tmp_path: Path, text: str, where: str) -> None:
    files = {"web/index.html": "", "web/In": "FROM scratch\n", "pod/Containerfile": "FROM scratch\n"}
    snapshot = alone(tmp_path, "docker-bake.hcl", text, **files, **{".gitignore": "made/\n"})
    assert [one[1] for one in said(snapshot)] == ([where] if where else [])
    code = "context-not-there" if where == "gone" else "dockerfile-not-there"
    assert all(finding.code == code for finding in snapshot.findings)


def test_bake_does_not_build_the_dockerfile_beside_it(tmp_path: Path) -> None:
    text = 'target "a" {\n  context = "./src"\n  target = "none"\n}\n'
    snapshot = host(tmp_path, "docker-bake.hcl", text, **{"src/main.go": ""})
    assert said(snapshot) == [("dockerfile-not-there", "./src")]
    assert snapshot.findings[0].message == (
        "File `src/Dockerfile` not found; to build `Dockerfile`, set `dockerfile` to `../Dockerfile`"
    )
    after = text.replace("target =", 'dockerfile = "../Dockerfile"\n  target =')
    assert said(host(tmp_path, "docker-bake.hcl", after)) == [("target-not-found", "none")]
    files = {"src/Dockerfile.dev": "FROM a\n"}
    (finding,) = host(tmp_path, "docker-bake.hcl", text, **files).findings
    assert finding.message.endswith("; to build `src/Dockerfile.dev`, set `dockerfile` to `Dockerfile.dev`")


@pytest.mark.parametrize("path", ["vendor/x/docker-bake.hcl", "docs/recipes/bake.hcl", "docs/docker-bake.web.hcl"])
def test_bake_that_is_run_somewhere_else(tmp_path: Path, path: str) -> None:
    text = 'target "a" {\n  context = "."\n  dockerfile = "Gone"\n}\n'
    assert said(alone(tmp_path, path, text)) == []


def test_the_dockerfile_that_a_service_looks_for(tmp_path: Path) -> None:
    files = {"web/index.html": "", "pod/Containerfile": "FROM scratch\n"}
    text = "services:\n  a:\n    build: web\n  b:\n    build: {context: ./web, target: x}\n  c:\n    build: pod\n"
    snapshot = alone(tmp_path, "compose.yaml", text, **files)
    assert said(snapshot) == [("dockerfile-not-there", "web"), ("dockerfile-not-there", "./web")]
    assert {finding.message for finding in snapshot.findings} == {"File `web/Dockerfile` not found"}


NEAR = {
    "web/Dockerfile.prod": "FROM a\n",
    "web/Dockerfile": "FROM a\n",
    "web/In": "FROM a\n",
    "api/a": "",
    "apis/Dockerfile": "FROM a\n",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("context: web, dockerfile: Dockerfile.prd", "Dockerfile.prod"),
        ("context: web, dockerfile: ./Dockerfil.prod", "./Dockerfile.prod"),
        ("context: web, dockerfile: dockerfile.Prod", "Dockerfile.prod"),
        ("context: ., dockerfile: wbe/Dockerfile.prod", "web/Dockerfile.prod"),
        ("context: ./wep", "./web"),
        ("context: wbe/", "web/"),
        # the path counts from the context
        ("context: web, dockerfile: web/Dockerfile.prod", "Dockerfile.prod"),
        ("context: api, dockerfile: web/Dockerfile", "../web/Dockerfile"),
        ("context: api, dockerfile: web/In", "../web/In"),
        ("context: api, dockerfile: ./web", ""),
        # nothing is near, or the rest of the path is not there either
        ("context: web, dockerfile: Other", ""),
        ("context: ., dockerfile: wbe/Dockerfile.dev", ""),
        ("context: web, dockerfile: Dockerfile.2", ""),
        # several are near
        ("context: apix", ""),
    ],
)
@pytest.mark.parametrize("kind", ["compose", "bake"])
def test_the_path_that_was_meant(tmp_path: Path, kind: str, written: str, meant: str) -> None:
    if kind == "compose":
        path, text = "compose.yaml", f"services:\n  a:\n    build: {{{written}}}\n"
    else:
        pairs = [part.split(": ") for part in written.split(", ")]
        path, text = "docker-bake.hcl", "".join(f'  {key} = "{value}"\n' for key, value in pairs)
        text = f'target "a" {{\n{text}}}\n'
    (finding,) = alone(tmp_path, path, text, **NEAR).findings
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith(f"did you mean `{meant}`?" if meant else " not found")
    if meant:
        after = apply(text, finding.fixes[0].edits)
        assert after == text.replace(written.rpartition(": ")[2], meant)
        assert alone(tmp_path, path, after, **NEAR).findings == []
    else:
        assert finding.fixes == ()


def test_a_path_that_several_builds_share(tmp_path: Path) -> None:
    text = """x: &x {dockerfile: Dockerfile.prd}
services:
  a:
    build: {<<: *x, context: web}
  b:
    build: {<<: *x, context: apis}
"""
    files = NEAR | {"apis/Dockerfile.pro": "FROM a\n"}
    (finding,) = alone(tmp_path, "compose.yaml", text, **files).findings
    assert finding.code == "dockerfile-not-there" and finding.fixes == ()


def test_a_context_that_a_merged_file_may_replace(tmp_path: Path) -> None:
    text = "services: {a: {build: gone}}"
    others = {"compose.override.yaml": "services: {a: {build: {context: web}}}", "web/Dockerfile": "FROM a\n"}
    (finding,) = alone(tmp_path, "compose.yaml", text, **others).findings
    assert (finding.code, finding.severity) == ("context-not-there", Severity.WARNING)


@pytest.mark.parametrize(
    ("path", "text", "level"),
    [
        ("compose.yaml", "services: {a: {build: gone}}", Severity.ERROR),
        ("compose.override.yaml", "services: {a: {build: gone}}", Severity.ERROR),
        # it may be a part of something
        ("compose.part.yaml", "services: {a: {build: gone}}", Severity.WARNING),
        # the folder may be there without a file
        ("compose.yaml", "services: {a: {build: {context: gone, dockerfile: ../Dockerfile}}}", Severity.WARNING),
        ("compose.yaml", "services: {a: {build: {context: gone, dockerfile_inline: FROM a}}}", Severity.WARNING),
        (".devcontainer/devcontainer.json", '{"build": {"dockerfile": "Gone"}}', Severity.WARNING),
    ],
)
def test_how_certain_it_is_that_a_file_lacks(tmp_path: Path, path: str, text: str, level: Severity) -> None:
    (finding,) = alone(tmp_path, path, text, Dockerfile="FROM a\n").findings
    assert finding.code.endswith("-not-there") and finding.severity is level


def test_bake_whose_dockerfile_may_be_another(tmp_path: Path) -> None:
    text = 'target "a" {\n  dockerfile = "Dockerfile"\n  target = "none"\n}\n'
    assert said(host(tmp_path, "vendor/x/docker-bake.hcl", text)) == []
    files = {"vendor/x/Dockerfile": "FROM a\n"}
    assert said(host(tmp_path, "vendor/x/docker-bake.hcl", text, **files)) == [("target-not-found", "none")]


def test_compose_that_runs_in_another_folder(tmp_path: Path) -> None:
    text = service("dockerfile: Dockerfile", "target: none")
    assert said(host(tmp_path / "above", "deploy/other.compose.yml", text)) == []
    files = {"deploy/Dockerfile": "FROM a\n"}
    assert said(host(tmp_path / "both", "deploy/other.compose.yml", text, **files)) == []
    assert said(host(tmp_path / "own", "deploy/compose.yml", text, **files)) == [("target-not-found", "none")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", service("dockerfile: ${D:-Dockerfile}", "args: {NONE: 1, VERSION: 1}", "target: none")),
        ("compose.yaml", service("target: ${T:-build}", "platforms: [linux/arm64]", "args: {VERSION: 1}")),
        (
            ".github/workflows/a.yml",
            "jobs: {a: {steps: [{uses: docker/build-push-action@v6, "
            "with: {context: '{{defaultContext}}:x', file: D}}]}}",
        ),
    ],
)
def test_what_an_expression_or_another_repository_decides(tmp_path: Path, path: str, text: str) -> None:
    assert said(host(tmp_path, path, text)) == []


def test_findings_stay_where_they_are_while_somebody_types(tmp_path: Path) -> None:
    text = service("target: none", GIVEN)
    snapshot = host(tmp_path, "compose.yaml", text)
    at = text.index("target")
    before = snapshot.edited([Edit(Span(0, 0), "# 𝄞\n")])
    assert said(before) == [("target-not-found", "none")]
    assert said(snapshot.edited([Edit(Span(at + 8, at + 9), "nn")])) == []
    assert said(snapshot.edited([Edit(Span(len(text), len(text)), "# x\n")])) == [("target-not-found", "none")]


CONTAINERS = "microsoft+vscode-dev-containers"
KNOWN = {
    ("docker+cli", "docker-bake.hcl", "dockerfile-not-there"): 1,
    ("fastapi+full-stack-fastapi-template", "compose.override.yml", "arg-not-declared"): 1,
    ("frappe+frappe_docker", "docker-bake.hcl", "arg-not-declared"): 2,
    (CONTAINERS, "containers/docker-existing-dockerfile/.devcontainer/devcontainer.json",
     "dockerfile-not-there"): 1,
    (CONTAINERS, "script-library/test/regression/alpine/.devcontainer.json", "arg-not-declared"): 1,
    (CONTAINERS, "script-library/test/regression/debian/.devcontainer.json", "arg-not-declared"): 2,
    (CONTAINERS, "script-library/test/regression/redhat/.devcontainer.json", "arg-not-declared"): 1,
    ("mealie-recipes+mealie", ".github/workflows/e2e.yml", "arg-not-given"): 1,
}  # fmt: skip
"""Read one by one, and right."""


@needs_shared
def test_real_files() -> None:
    assert SHARED is not None
    found: dict[tuple[str, str, str], int] = {}
    builds = 0
    for folder in sorted((SHARED / "contexts").glob("*+*")):
        workspace = listed(folder.name)
        survey = Survey(Recorded(workspace))
        for path in workspace.files:
            text = workspace.read(path)
            if text is None or not kind_of(path, text):
                continue
            facts = host_facts(survey, path, text, {}, within)
            builds += len(facts.builds)
            for finding in problems(facts):
                key = folder.name, path, finding.code
                found[key] = found.get(key, 0) + 1
    assert builds > 500
    assert found == KNOWN
